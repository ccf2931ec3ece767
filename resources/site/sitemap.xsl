<?xml version="1.0" encoding="UTF-8"?>
<!-- sitemaps.org, protocol 0.9 -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
  <xsl:output method="xml" encoding="UTF-8" indent="no"/>

  <xsl:template match="/page">
    <urlset>
      <url><loc><xsl:value-of select="site/@base-url"/>/</loc></url>
      <xsl:for-each select="site/column">
        <url><loc><xsl:value-of select="concat(../@base-url, @path)"/></loc></url>
      </xsl:for-each>
      <xsl:for-each select="publication">
        <url>
          <loc><xsl:value-of select="@url"/></loc>
          <lastmod><xsl:value-of select="@published-iso"/></lastmod>
        </url>
      </xsl:for-each>
    </urlset>
  </xsl:template>
</xsl:stylesheet>
