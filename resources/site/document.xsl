<?xml version="1.0" encoding="UTF-8"?>
<!-- The page of one document. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:d="https://gongbao.org/ns/document/1"
                xmlns:h="http://www.w3.org/1999/xhtml"
                exclude-result-prefixes="d h">

  <xsl:variable name="meta" select="/page/d:document/d:meta"/>
  <xsl:variable name="publication" select="/page[@kind = 'document']/publication"/>

  <xsl:variable name="heading">
    <xsl:choose>
      <xsl:when test="$meta/d:title"><xsl:value-of select="$meta/d:title"/></xsl:when>
      <xsl:otherwise>（无标题）</xsl:otherwise>
    </xsl:choose>
  </xsl:variable>

  <xsl:variable name="source">
    <xsl:choose>
      <xsl:when test="$meta/d:source"><xsl:value-of select="$meta/d:source"/></xsl:when>
      <xsl:when test="$publication/@source"><xsl:value-of select="$publication/@source"/></xsl:when>
      <xsl:otherwise>本网</xsl:otherwise>
    </xsl:choose>
  </xsl:variable>

  <xsl:variable name="publisher">
    <xsl:choose>
      <xsl:when test="$meta/d:publisher"><xsl:value-of select="$meta/d:publisher"/></xsl:when>
      <xsl:when test="$publication/@publisher"><xsl:value-of select="$publication/@publisher"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$meta/d:unit"/></xsl:otherwise>
    </xsl:choose>
  </xsl:variable>

  <!-- The portal's word on the validity is newer than the document's. -->
  <xsl:variable name="validity">
    <xsl:choose>
      <xsl:when test="$publication/@validity"><xsl:value-of select="$publication/@validity"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$meta/d:validity/@state"/></xsl:otherwise>
    </xsl:choose>
  </xsl:variable>

  <xsl:variable name="keywords">
    <xsl:for-each select="$meta/d:keywords/d:keyword">
      <xsl:if test="position() &gt; 1"><xsl:text>,</xsl:text></xsl:if>
      <xsl:value-of select="."/>
    </xsl:for-each>
  </xsl:variable>

  <xsl:template match="page[@kind = 'document']" mode="title">
    <xsl:value-of select="$heading"/>
  </xsl:template>

  <xsl:template match="page[@kind = 'document']" mode="article-meta">
    <meta name="ArticleTitle" content="{$meta/d:title}"/>
    <meta name="PubDate">
      <xsl:attribute name="content">
        <xsl:if test="not(@preview)"><xsl:value-of select="$publication/@first-published"/></xsl:if>
      </xsl:attribute>
    </meta>
    <meta name="ContentSource" content="{$source}"/>
    <xsl:if test="$keywords != ''"><meta name="Keywords" content="{$keywords}"/></xsl:if>
    <xsl:if test="$meta/d:author"><meta name="Author" content="{$meta/d:author}"/></xsl:if>
    <xsl:if test="$meta/d:summary"><meta name="Description" content="{$meta/d:summary}"/></xsl:if>
    <xsl:if test="@image"><meta name="Image" content="{@image}"/></xsl:if>
    <xsl:if test="@url and not(@preview)"><meta name="Url" content="{@url}"/></xsl:if>
  </xsl:template>

  <xsl:template match="page[@kind = 'document']" mode="main">
    <xsl:call-template name="breadcrumb"/>
    <article class="document">
      <xsl:if test="@official"><xsl:call-template name="catalogue"/></xsl:if>
      <h1>
        <xsl:call-template name="validity-mark">
          <xsl:with-param name="validity" select="$validity"/>
        </xsl:call-template>
        <xsl:value-of select="$heading"/>
      </h1>
      <xsl:call-template name="meta-line"/>
      <xsl:call-template name="validity-note"/>
      <div class="gb-article">
        <xsl:apply-templates select="d:document/h:body/*"/>
      </div>
      <xsl:call-template name="addresses"/>
      <xsl:call-template name="attachments"/>
      <xsl:call-template name="related"/>
      <xsl:call-template name="qr"/>
    </article>
  </xsl:template>

  <!-- 政府信息公开目录: the eight fields in their fixed order. -->
  <xsl:template name="catalogue">
    <section class="catalogue" aria-label="公开目录信息">
      <dl>
        <xsl:call-template name="field">
          <xsl:with-param name="name">索引号</xsl:with-param>
          <xsl:with-param name="value" select="$meta/d:index-number"/>
        </xsl:call-template>
        <xsl:call-template name="field">
          <xsl:with-param name="name">分类</xsl:with-param>
          <xsl:with-param name="value">
            <xsl:value-of select="$meta/d:theme"/>
            <xsl:if test="$meta/d:theme and $meta/d:genre">、</xsl:if>
            <xsl:value-of select="$meta/d:genre"/>
          </xsl:with-param>
        </xsl:call-template>
        <xsl:call-template name="field">
          <xsl:with-param name="name">发布机构</xsl:with-param>
          <xsl:with-param name="value" select="$publisher"/>
        </xsl:call-template>
        <xsl:call-template name="field">
          <xsl:with-param name="name">成文日期</xsl:with-param>
          <xsl:with-param name="value" select="$meta/d:made-on"/>
        </xsl:call-template>
        <xsl:call-template name="field">
          <xsl:with-param name="name">名称</xsl:with-param>
          <xsl:with-param name="value" select="$heading"/>
          <xsl:with-param name="class">wide</xsl:with-param>
        </xsl:call-template>
        <xsl:call-template name="field">
          <xsl:with-param name="name">文号</xsl:with-param>
          <xsl:with-param name="value" select="$meta/d:document-number"/>
        </xsl:call-template>
        <xsl:call-template name="field">
          <xsl:with-param name="name">发布日期</xsl:with-param>
          <xsl:with-param name="value">
            <xsl:choose>
              <xsl:when test="@preview">发布时确定</xsl:when>
              <xsl:otherwise><xsl:value-of select="$publication/@first-published-date"/></xsl:otherwise>
            </xsl:choose>
          </xsl:with-param>
        </xsl:call-template>
        <xsl:call-template name="field">
          <xsl:with-param name="name">主题词</xsl:with-param>
          <xsl:with-param name="value" select="translate($keywords, ',', '　')"/>
          <xsl:with-param name="class">wide</xsl:with-param>
        </xsl:call-template>
      </dl>
    </section>
  </xsl:template>

  <xsl:template name="field">
    <xsl:param name="name"/>
    <xsl:param name="value"/>
    <xsl:param name="class"/>
    <div>
      <xsl:if test="$class"><xsl:attribute name="class"><xsl:value-of select="$class"/></xsl:attribute></xsl:if>
      <dt><xsl:value-of select="$name"/></dt>
      <dd>
        <xsl:choose>
          <xsl:when test="string($value) != ''"><xsl:value-of select="$value"/></xsl:when>
          <xsl:otherwise>—</xsl:otherwise>
        </xsl:choose>
      </dd>
    </div>
  </xsl:template>

  <xsl:template name="meta-line">
    <div class="meta">
      <ul class="meta-facts">
        <li>
          <xsl:text>发布时间：</xsl:text>
          <xsl:choose>
            <xsl:when test="@preview">发布时确定</xsl:when>
            <xsl:otherwise>
              <time datetime="{$publication/@first-published-iso}">
                <xsl:value-of select="$publication/@first-published"/>
              </time>
            </xsl:otherwise>
          </xsl:choose>
        </li>
        <xsl:if test="$publication/@edition &gt; 1 and not(@preview)">
          <li>
            <xsl:text>更新时间：</xsl:text>
            <time datetime="{$publication/@published-iso}">
              <xsl:value-of select="$publication/@published"/>
            </time>
          </li>
        </xsl:if>
        <xsl:if test="$meta/d:originally-published">
          <li>原发布时间：<xsl:value-of select="$meta/d:originally-published"/></li>
        </xsl:if>
        <li>
          <xsl:text>来源：</xsl:text>
          <xsl:choose>
            <xsl:when test="$meta/d:source-url">
              <a href="{$meta/d:source-url}">
                <xsl:if test="@source-leaves"><xsl:call-template name="leaves"/></xsl:if>
                <xsl:value-of select="$source"/>
                <xsl:if test="@source-leaves"><xsl:call-template name="leaves-hint"/></xsl:if>
              </a>
            </xsl:when>
            <xsl:otherwise><xsl:value-of select="$source"/></xsl:otherwise>
          </xsl:choose>
        </li>
        <xsl:if test="$publisher != ''">
          <li>发布机构：<xsl:value-of select="$publisher"/></li>
        </xsl:if>
      </ul>
      <!-- Both need the script, which shows them. -->
      <div class="meta-tools" hidden="hidden" data-needs-script="">
        <span class="font-size" role="group" aria-label="字体大小">
          <xsl:text>【字体：</xsl:text>
          <button type="button" data-font-size="large" aria-pressed="false">大</button>
          <button type="button" data-font-size="medium" aria-pressed="true">中</button>
          <button type="button" data-font-size="small" aria-pressed="false">小</button>
          <xsl:text>】</xsl:text>
        </span>
        <button type="button" class="print" data-print="">打印</button>
      </div>
    </div>
  </xsl:template>

  <xsl:template name="validity-note">
    <xsl:variable name="note">
      <xsl:choose>
        <xsl:when test="$validity = 'repealed'">该文件已废止</xsl:when>
        <xsl:when test="$validity = 'expired'">该文件已失效</xsl:when>
        <xsl:when test="$validity = 'amended'">该文件已修改，请以修改后的文件为准</xsl:when>
      </xsl:choose>
    </xsl:variable>
    <xsl:if test="$note != ''">
      <p class="validity-note" role="note">（<xsl:value-of select="$note"/>）</p>
    </xsl:if>
  </xsl:template>

  <!-- Addresses of the text's links, for paper. -->
  <xsl:template name="addresses">
    <xsl:if test="addresses/address">
      <section class="print-addresses" aria-hidden="true">
        <p>文中链接：</p>
        <ol>
          <xsl:for-each select="addresses/address">
            <li><xsl:value-of select="@href"/></li>
          </xsl:for-each>
        </ol>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:template name="attachments">
    <xsl:if test="attachments/attachment">
      <section class="box attachments" aria-labelledby="_attachments">
        <h2 id="_attachments">附件</h2>
        <ul>
          <xsl:for-each select="attachments/attachment">
            <li>
              <a href="{@path}" type="{@type}" download="{@name}"><xsl:value-of select="@name"/></a>
              <xsl:text> </xsl:text>
              <span class="file-facts">（<xsl:value-of select="@label"/>，<xsl:value-of select="@size"/>）</span>
            </li>
          </xsl:for-each>
        </ul>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:template name="related">
    <xsl:call-template name="related-box">
      <xsl:with-param name="title">相关政策</xsl:with-param>
      <xsl:with-param name="id">_related-policies</xsl:with-param>
      <xsl:with-param name="items" select="related/publication[not(@interprets)] | related/relation[@rel = 'policy']"/>
    </xsl:call-template>
    <xsl:call-template name="related-box">
      <xsl:with-param name="title">相关解读</xsl:with-param>
      <xsl:with-param name="id">_related-interpretations</xsl:with-param>
      <xsl:with-param name="items" select="related/publication[@interprets] | related/relation[@rel = 'interpretation']"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="related-box">
    <xsl:param name="title"/>
    <xsl:param name="id"/>
    <xsl:param name="items"/>
    <xsl:if test="$items">
      <section class="box related" aria-labelledby="{$id}">
        <h2 id="{$id}"><xsl:value-of select="$title"/></h2>
        <ul class="items">
          <xsl:for-each select="$items">
            <li>
              <xsl:choose>
                <xsl:when test="self::publication">
                  <a href="{@path}">
                    <xsl:call-template name="validity-mark">
                      <xsl:with-param name="validity" select="@validity"/>
                    </xsl:call-template>
                    <xsl:value-of select="@title"/>
                  </a>
                  <xsl:text> </xsl:text>
                  <xsl:call-template name="date"/>
                </xsl:when>
                <xsl:when test="@href">
                  <a href="{@href}">
                    <xsl:if test="@leaves"><xsl:call-template name="leaves"/></xsl:if>
                    <xsl:call-template name="relation-title"/>
                    <xsl:if test="@leaves"><xsl:call-template name="leaves-hint"/></xsl:if>
                  </a>
                </xsl:when>
                <xsl:otherwise>
                  <xsl:call-template name="relation-title"/>
                  <span class="file-facts">（尚未发布，发布后显示）</span>
                </xsl:otherwise>
              </xsl:choose>
            </li>
          </xsl:for-each>
        </ul>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:template name="relation-title">
    <xsl:choose>
      <xsl:when test="@title"><xsl:value-of select="@title"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="@href"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="qr">
    <div class="qr">
      <xsl:choose>
        <xsl:when test="qr">
          <!-- A quiet zone of four modules on every side (GB/T 18284-2000 §7.1). -->
          <svg class="qr-code" viewBox="-4 -4 {qr/@size + 8} {qr/@size + 8}" role="img" aria-label="本页网址的二维码">
            <rect class="qr-ground" x="-4" y="-4" width="{qr/@size + 8}" height="{qr/@size + 8}"/>
            <path class="qr-modules" d="{qr/@path}"/>
          </svg>
        </xsl:when>
        <xsl:otherwise><div class="qr-code qr-missing">发布后生成</div></xsl:otherwise>
      </xsl:choose>
      <p>扫一扫在手机打开当前页</p>
    </div>
  </xsl:template>
</xsl:stylesheet>
