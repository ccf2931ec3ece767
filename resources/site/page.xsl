<?xml version="1.0" encoding="UTF-8"?>
<!--
  The frame of every public page: head, header, navigation, main part, footer. The input is the
  <page> of app/site/gb-site-input.c. Ids begin with an underscore, because the ids of a document's
  blocks begin with a letter: they can never meet.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:include href="body.xsl"/>
  <xsl:include href="document.xsl"/>
  <xsl:include href="lists.xsl"/>
  <xsl:output method="html" encoding="UTF-8" indent="no"/>
  <xsl:strip-space elements="page"/>

  <xsl:variable name="site" select="/page/site"/>
  <xsl:variable name="column" select="$site/column[@current]"/>

  <xsl:template match="/page">
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <title>
          <xsl:apply-templates select="." mode="title"/>
          <xsl:if test="@kind != 'home'"><xsl:text>_</xsl:text></xsl:if>
          <xsl:value-of select="$site/@name"/>
        </title>
        <xsl:if test="$site/@trial or @preview or @kind = 'error' or @kind = 'search'">
          <meta name="robots" content="noindex"/>
        </xsl:if>
        <xsl:call-template name="meta-tags"/>
        <xsl:if test="@url and not(@preview)"><link rel="canonical" href="{@url}"/></xsl:if>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml"/>
        <link rel="stylesheet" href="/assets/article.css"/>
        <link rel="stylesheet" href="/assets/site.css"/>
        <link rel="alternate" type="application/atom+xml" title="{$site/@name}" href="/feed.atom"/>
        <xsl:if test="$column">
          <link rel="alternate" type="application/atom+xml" title="{$column/@name}"
                href="{$column/@path}feed.atom"/>
        </xsl:if>
        <script src="/assets/site.js" defer="defer"></script>
      </head>
      <body class="page-{@kind}">
        <a class="skip" href="#_main">跳到正文</a>
        <xsl:call-template name="banners"/>
        <xsl:call-template name="header"/>
        <main id="_main" tabindex="-1">
          <div class="wrap">
            <xsl:apply-templates select="." mode="main"/>
          </div>
        </main>
        <xsl:call-template name="footer"/>
        <xsl:call-template name="leaving"/>
      </body>
    </html>
  </xsl:template>

  <!-- 网页标签规范 (annex of 国办发〔2017〕47号): the names and their order are fixed. The article's
       tags follow from document.xsl. -->
  <xsl:template name="meta-tags">
    <meta name="SiteName" content="{$site/@name}"/>
    <meta name="SiteDomain" content="{$site/@domain}"/>
    <meta name="SiteIDCode" content="{$site/@id-code}"/>
    <xsl:choose>
      <xsl:when test="@kind = 'home'">
        <meta name="ColumnName" content="首页"/>
        <meta name="ColumnDescription" content="{$site/@name}首页"/>
        <meta name="ColumnKeywords" content="{$site/@name}"/>
        <meta name="ColumnType" content="首页"/>
      </xsl:when>
      <xsl:when test="@kind = 'document' or @kind = 'column'">
        <meta name="ColumnName" content="{$column/@name}"/>
        <meta name="ColumnDescription" content="{$column/@description}"/>
        <meta name="ColumnKeywords" content="{$column/@keywords}"/>
        <meta name="ColumnType" content="{$column/@type}"/>
      </xsl:when>
    </xsl:choose>
    <xsl:apply-templates select="." mode="article-meta"/>
  </xsl:template>

  <xsl:template match="page" mode="article-meta"/>

  <xsl:template name="banners">
    <xsl:if test="$site/@trial">
      <aside class="banner" aria-label="试用站点">
        <p class="wrap"><strong>试用站点</strong>：本站内容仅供试用，不是政府网站。</p>
      </aside>
    </xsl:if>
    <xsl:if test="@preview">
      <aside class="banner banner-preview" aria-label="预览">
        <p class="wrap"><strong>预览</strong>：本页尚未发布，发布时间和网址以发布时为准。</p>
      </aside>
    </xsl:if>
  </xsl:template>

  <xsl:template name="header">
    <header class="site-header">
      <div class="wrap site-top">
        <div class="site-name"><a href="/"><xsl:value-of select="$site/@name"/></a></div>
        <form class="search" role="search" action="/search" method="get">
          <label class="visually-hidden" for="_q">站内搜索</label>
          <input id="_q" name="q" type="search" placeholder="搜索标题、正文、文号" maxlength="100"
                 autocomplete="off">
            <xsl:if test="@kind = 'search'">
              <xsl:attribute name="value"><xsl:value-of select="@query"/></xsl:attribute>
            </xsl:if>
          </input>
          <button type="submit">搜索</button>
        </form>
      </div>
      <nav class="site-nav" aria-label="栏目">
        <ul class="wrap">
          <li>
            <a href="/">
              <xsl:if test="@kind = 'home'"><xsl:attribute name="aria-current">page</xsl:attribute></xsl:if>
              <xsl:text>首页</xsl:text>
            </a>
          </li>
          <xsl:for-each select="$site/column">
            <li>
              <a href="{@path}">
                <xsl:if test="@current">
                  <xsl:attribute name="aria-current">
                    <xsl:choose>
                      <xsl:when test="/page/@kind = 'column'">page</xsl:when>
                      <xsl:otherwise>true</xsl:otherwise>
                    </xsl:choose>
                  </xsl:attribute>
                </xsl:if>
                <xsl:value-of select="@name"/>
              </a>
            </li>
          </xsl:for-each>
        </ul>
      </nav>
    </header>
  </xsl:template>

  <xsl:template name="breadcrumb">
    <nav class="breadcrumb" aria-label="您现在所在的位置">
      <span class="breadcrumb-label" aria-hidden="true">您现在所在的位置：</span>
      <ol>
        <li><a href="/">首页</a></li>
        <xsl:choose>
          <xsl:when test="@kind = 'document'">
            <xsl:if test="$column">
              <li><a href="{$column/@path}"><xsl:value-of select="$column/@name"/></a></li>
            </xsl:if>
            <li aria-current="page">正文</li>
          </xsl:when>
          <xsl:when test="@kind = 'column'">
            <li aria-current="page"><xsl:value-of select="$column/@name"/></li>
          </xsl:when>
          <xsl:when test="@kind = 'search'"><li aria-current="page">站内搜索</li></xsl:when>
          <xsl:otherwise>
            <li aria-current="page"><xsl:apply-templates select="." mode="title"/></li>
          </xsl:otherwise>
        </xsl:choose>
      </ol>
    </nav>
  </xsl:template>

  <xsl:template name="footer">
    <footer class="site-footer">
      <div class="wrap">
        <nav aria-label="页脚">
          <ul class="footer-links">
            <li><a href="/">首页</a></li>
            <xsl:for-each select="$site/column">
              <li><a href="{@path}"><xsl:value-of select="@name"/></a></li>
            </xsl:for-each>
            <li><a href="/sitemap.xml">网站地图</a></li>
            <li><a href="/feed.atom">订阅更新</a></li>
          </ul>
        </nav>
        <ul class="footer-facts">
          <xsl:if test="$site/@sponsor"><li>主办单位：<xsl:value-of select="$site/@sponsor"/></li></xsl:if>
          <xsl:if test="$site/@contact"><li>联系方式：<xsl:value-of select="$site/@contact"/></li></xsl:if>
          <xsl:if test="$site/@id-code"><li>网站标识码：<xsl:value-of select="$site/@id-code"/></li></xsl:if>
          <xsl:if test="$site/@icp"><li>ICP备案号：<xsl:value-of select="$site/@icp"/></li></xsl:if>
          <xsl:if test="$site/@police-record"><li>公安备案：<xsl:value-of select="$site/@police-record"/></li></xsl:if>
        </ul>
        <xsl:if test="$site/@trial"><p class="footer-trial">试用站点，不是政府网站。</p></xsl:if>
      </div>
    </footer>
  </xsl:template>

  <!-- site.js opens it before a link leaves; without scripts the link just works. -->
  <xsl:template name="leaving">
    <dialog id="_leaving" class="leaving" aria-labelledby="_leaving-title" aria-describedby="_leaving-address">
      <p id="_leaving-title" class="leaving-title">
        <xsl:text>您访问的链接即将离开“</xsl:text>
        <xsl:value-of select="$site/@short-name"/>
        <xsl:text>”门户网站，是否继续？</xsl:text>
      </p>
      <p id="_leaving-address" class="leaving-address"></p>
      <div class="leaving-actions">
        <button type="button" class="button" data-leaving="stay">放弃</button>
        <button type="button" class="button button-primary" data-leaving="go">继续访问</button>
      </div>
    </dialog>
  </xsl:template>

  <!-- A date in a list, for people and machines. -->
  <xsl:template name="date">
    <time datetime="{@first-published-iso}"><xsl:value-of select="@first-published-date"/></time>
  </xsl:template>

  <xsl:template name="validity-mark">
    <xsl:param name="validity"/>
    <xsl:choose>
      <xsl:when test="$validity = 'repealed'"><strong class="mark">【已废止】</strong></xsl:when>
      <xsl:when test="$validity = 'expired'"><strong class="mark">【已失效】</strong></xsl:when>
      <xsl:when test="$validity = 'amended'"><strong class="mark">【已修改】</strong></xsl:when>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
