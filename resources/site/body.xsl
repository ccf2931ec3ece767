<?xml version="1.0" encoding="UTF-8"?>
<!-- The text of a document as HTML. Only what is named here comes through; of anything else, only
     its text does. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:h="http://www.w3.org/1999/xhtml"
                exclude-result-prefixes="h">

  <xsl:template match="h:*"><xsl:apply-templates/></xsl:template>

  <xsl:template match="h:p | h:h2 | h:h3 | h:h4 | h:h5 | h:blockquote | h:strong | h:em | h:u | h:s | h:sub |
                       h:sup | h:ul | h:li | h:caption | h:tbody | h:tr | h:figure | h:figcaption">
    <xsl:element name="{local-name()}">
      <xsl:copy-of select="@id | @class"/>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="h:span">
    <span><xsl:copy-of select="@class"/><xsl:apply-templates/></span>
  </xsl:template>

  <xsl:template match="h:ol">
    <ol><xsl:copy-of select="@id | @class | @start"/><xsl:apply-templates/></ol>
  </xsl:template>

  <xsl:template match="h:br"><br/></xsl:template>
  <xsl:template match="h:hr"><hr id="{@id}"/></xsl:template>

  <!-- A wide table scrolls by itself, so that the page never does. -->
  <xsl:template match="h:table">
    <xsl:variable name="label">
      <xsl:choose>
        <xsl:when test="h:caption"><xsl:value-of select="h:caption"/></xsl:when>
        <xsl:otherwise>表格<xsl:value-of select="count(preceding::h:table) + 1"/></xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:variable name="cells" select="h:tbody/h:tr[1]/*"/>
    <xsl:variable name="columns" select="count($cells[not(@colspan)]) + sum($cells/@colspan)"/>
    <div class="table" role="region" tabindex="0" aria-label="{$label}">
      <xsl:choose>
        <xsl:when test="$columns &gt; 14">
          <xsl:attribute name="class">table table-broadest</xsl:attribute>
        </xsl:when>
        <xsl:when test="$columns &gt; 8">
          <xsl:attribute name="class">table table-broad</xsl:attribute>
        </xsl:when>
        <xsl:when test="$columns &gt; 3">
          <xsl:attribute name="class">table table-wide</xsl:attribute>
        </xsl:when>
      </xsl:choose>
      <table>
        <xsl:copy-of select="@id"/>
        <xsl:apply-templates select="h:caption"/>
        <xsl:if test="width">
          <colgroup>
            <xsl:for-each select="width"><col width="{@percent}%"/></xsl:for-each>
          </colgroup>
        </xsl:if>
        <xsl:apply-templates select="h:tbody"/>
      </table>
    </div>
  </xsl:template>

  <xsl:template match="h:th | h:td">
    <xsl:element name="{local-name()}">
      <xsl:copy-of select="@colspan | @rowspan | @scope"/>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="h:img">
    <img src="{@to}" alt="{@alt}" loading="lazy">
      <xsl:if test="@width"><xsl:attribute name="width"><xsl:value-of select="@width"/></xsl:attribute></xsl:if>
    </img>
  </xsl:template>

  <xsl:template match="h:a[@to]">
    <a href="{@to}">
      <xsl:if test="@leaves"><xsl:call-template name="leaves"/></xsl:if>
      <xsl:apply-templates/>
      <xsl:if test="@leaves"><xsl:call-template name="leaves-hint"/></xsl:if>
    </a>
    <xsl:if test="@number">
      <sup class="print-number" aria-hidden="true">[<xsl:value-of select="@number"/>]</sup>
    </xsl:if>
  </xsl:template>

  <!-- A link to another host: in a window of its own, after the notice of site.js. -->
  <xsl:template name="leaves">
    <xsl:attribute name="class">leaves</xsl:attribute>
    <xsl:attribute name="rel">noopener noreferrer</xsl:attribute>
    <xsl:attribute name="target">_blank</xsl:attribute>
  </xsl:template>

  <xsl:template name="leaves-hint">
    <span class="visually-hidden">（外部链接，在新窗口打开）</span>
  </xsl:template>
</xsl:stylesheet>
