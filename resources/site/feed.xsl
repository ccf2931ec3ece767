<?xml version="1.0" encoding="UTF-8"?>
<!-- Atom 1.0, RFC 4287. A document keeps its id from edition to edition. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns="http://www.w3.org/2005/Atom">
  <xsl:output method="xml" encoding="UTF-8" indent="no"/>
  <xsl:variable name="site" select="/page/site"/>
  <xsl:variable name="column" select="$site/column[@current]"/>

  <xsl:template match="/page">
    <feed xml:lang="zh-CN">
      <title>
        <xsl:if test="$column"><xsl:value-of select="$column/@name"/>_</xsl:if>
        <xsl:value-of select="$site/@name"/>
      </title>
      <xsl:if test="$column/@description"><subtitle><xsl:value-of select="$column/@description"/></subtitle></xsl:if>
      <id><xsl:value-of select="@url"/></id>
      <updated><xsl:value-of select="@updated"/></updated>
      <link rel="self" type="application/atom+xml" href="{@url}"/>
      <link rel="alternate" type="text/html" href="{$site/@base-url}/"/>
      <author>
        <name>
          <xsl:choose>
            <xsl:when test="$site/@sponsor"><xsl:value-of select="$site/@sponsor"/></xsl:when>
            <xsl:otherwise><xsl:value-of select="$site/@name"/></xsl:otherwise>
          </xsl:choose>
        </name>
      </author>
      <xsl:apply-templates select="publication"/>
    </feed>
  </xsl:template>

  <xsl:template match="publication">
    <entry>
      <title>
        <xsl:choose>
          <xsl:when test="@validity = 'repealed'">【已废止】</xsl:when>
          <xsl:when test="@validity = 'expired'">【已失效】</xsl:when>
          <xsl:when test="@validity = 'amended'">【已修改】</xsl:when>
        </xsl:choose>
        <xsl:value-of select="@title"/>
      </title>
      <id>urn:uuid:<xsl:value-of select="@id"/></id>
      <link rel="alternate" type="text/html" href="{@url}"/>
      <published><xsl:value-of select="@first-published-iso"/></published>
      <updated><xsl:value-of select="@published-iso"/></updated>
      <xsl:if test="@publisher"><author><name><xsl:value-of select="@publisher"/></name></author></xsl:if>
      <category term="{@column}">
        <xsl:if test="@column-name"><xsl:attribute name="label"><xsl:value-of select="@column-name"/></xsl:attribute></xsl:if>
      </category>
      <xsl:if test="@summary"><summary><xsl:value-of select="@summary"/></summary></xsl:if>
    </entry>
  </xsl:template>
</xsl:stylesheet>
