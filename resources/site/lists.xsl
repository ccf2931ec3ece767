<?xml version="1.0" encoding="UTF-8"?>
<!-- Home, columns, search results and errors. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

  <!-- ───── Home ───── -->
  <xsl:template match="page[@kind = 'home']" mode="title"/>

  <xsl:template match="page[@kind = 'home']" mode="main">
    <h1 class="visually-hidden"><xsl:value-of select="$site/@name"/></h1>
    <div class="columns">
      <xsl:for-each select="list">
        <xsl:variable name="list-column" select="$site/column[@id = current()/@column]"/>
        <section class="column" aria-labelledby="_column-{@column}">
          <div class="column-head">
            <h2 id="_column-{@column}"><a href="{$list-column/@path}"><xsl:value-of select="$list-column/@name"/></a></h2>
            <a class="more" href="{$list-column/@path}">
              <xsl:text>更多</xsl:text>
              <span class="visually-hidden"><xsl:value-of select="$list-column/@name"/></span>
            </a>
          </div>
          <xsl:call-template name="short-list"/>
        </section>
      </xsl:for-each>
    </div>
  </xsl:template>

  <xsl:template name="short-list">
    <xsl:choose>
      <xsl:when test="publication">
        <ul class="items">
          <xsl:for-each select="publication">
            <li>
              <a href="{@path}"><xsl:call-template name="item-title"/></a>
              <xsl:text> </xsl:text>
              <xsl:call-template name="date"/>
            </li>
          </xsl:for-each>
        </ul>
      </xsl:when>
      <xsl:otherwise><p class="empty">暂无内容</p></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="item-title">
    <xsl:call-template name="validity-mark">
      <xsl:with-param name="validity" select="@validity"/>
    </xsl:call-template>
    <xsl:value-of select="@title"/>
  </xsl:template>

  <!-- ───── Column ───── -->
  <xsl:template match="page[@kind = 'column']" mode="title">
    <xsl:value-of select="$column/@name"/>
    <xsl:if test="paging/@page &gt; 1">（第<xsl:value-of select="paging/@page"/>页）</xsl:if>
  </xsl:template>

  <xsl:template match="page[@kind = 'column']" mode="main">
    <xsl:call-template name="breadcrumb"/>
    <div class="list-page">
      <div class="list-head">
        <h1><xsl:value-of select="$column/@name"/></h1>
        <a class="feed" href="{$column/@path}feed.atom">
          <xsl:text>订阅</xsl:text>
          <span class="visually-hidden"><xsl:value-of select="$column/@name"/></span>
        </a>
      </div>
      <xsl:if test="$column/@description"><p class="list-description"><xsl:value-of select="$column/@description"/></p></xsl:if>
      <xsl:choose>
        <xsl:when test="publication">
          <ul class="items items-long">
            <xsl:for-each select="publication">
              <li>
                <a href="{@path}"><xsl:call-template name="item-title"/></a>
                <xsl:text> </xsl:text>
                <time datetime="{@first-published-iso}"><xsl:value-of select="@first-published"/></time>
              </li>
            </xsl:for-each>
          </ul>
        </xsl:when>
        <xsl:otherwise><p class="empty">本栏目暂无内容</p></xsl:otherwise>
      </xsl:choose>
      <xsl:call-template name="paging">
        <xsl:with-param name="first" select="$column/@path"/>
        <xsl:with-param name="before" select="concat($column/@path, 'page-')"/>
        <xsl:with-param name="after">.html</xsl:with-param>
      </xsl:call-template>
    </div>
  </xsl:template>

  <!-- ───── Search ───── -->
  <xsl:template match="page[@kind = 'search']" mode="title">
    <xsl:if test="@query">“<xsl:value-of select="@query"/>”的</xsl:if>
    <xsl:text>搜索结果</xsl:text>
  </xsl:template>

  <xsl:template match="page[@kind = 'search']" mode="main">
    <xsl:call-template name="breadcrumb"/>
    <div class="list-page">
      <h1>站内搜索</h1>
      <xsl:choose>
        <xsl:when test="not(@query)"><p class="empty">请在页面上方输入要搜索的内容。</p></xsl:when>
        <xsl:when test="@hits = 0">
          <p class="empty">没有找到与“<xsl:value-of select="@query"/>”有关的内容。可以换一个词，或者少写几个字再试。</p>
        </xsl:when>
        <xsl:otherwise>
          <p class="list-description" role="status">
            <xsl:text>与“</xsl:text><strong><xsl:value-of select="@query"/></strong><xsl:text>”有关的内容 </xsl:text>
            <xsl:value-of select="@hits"/><xsl:text> 条</xsl:text>
          </p>
          <ol class="results">
            <xsl:for-each select="publication">
              <li>
                <h2>
                  <a href="{@path}">
                    <xsl:call-template name="validity-mark">
                      <xsl:with-param name="validity" select="@validity"/>
                    </xsl:call-template>
                    <xsl:call-template name="highlight">
                      <xsl:with-param name="text" select="@title"/>
                    </xsl:call-template>
                  </a>
                </h2>
                <xsl:if test="@summary">
                  <p class="summary">
                    <xsl:call-template name="highlight">
                      <xsl:with-param name="text" select="@summary"/>
                    </xsl:call-template>
                  </p>
                </xsl:if>
                <p class="result-facts">
                  <xsl:call-template name="date"/>
                  <xsl:if test="@column-name"><xsl:text> · </xsl:text><xsl:value-of select="@column-name"/></xsl:if>
                  <xsl:if test="@document-number"><xsl:text> · </xsl:text><xsl:value-of select="@document-number"/></xsl:if>
                  <xsl:if test="@publisher"><xsl:text> · </xsl:text><xsl:value-of select="@publisher"/></xsl:if>
                </p>
              </li>
            </xsl:for-each>
          </ol>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:call-template name="paging">
        <xsl:with-param name="first" select="concat('/search?q=', @query-escaped)"/>
        <xsl:with-param name="before" select="concat('/search?q=', @query-escaped, '&amp;page=')"/>
      </xsl:call-template>
    </div>
  </xsl:template>

  <xsl:template name="highlight">
    <xsl:param name="text"/>
    <xsl:variable name="query" select="string(/page/@query)"/>
    <xsl:choose>
      <xsl:when test="$query != '' and contains($text, $query)">
        <xsl:value-of select="substring-before($text, $query)"/>
        <mark><xsl:value-of select="$query"/></mark>
        <xsl:call-template name="highlight">
          <xsl:with-param name="text" select="substring-after($text, $query)"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="$text"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- ───── Errors ───── -->
  <xsl:template match="page[@kind = 'error']" mode="title">
    <xsl:choose>
      <xsl:when test="@status = 404">页面不存在</xsl:when>
      <xsl:when test="@status = 410">页面已撤回</xsl:when>
      <xsl:otherwise>暂时无法访问</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="page[@kind = 'error']" mode="main">
    <xsl:call-template name="breadcrumb"/>
    <div class="error">
      <p class="error-status" aria-hidden="true"><xsl:value-of select="@status"/></p>
      <h1><xsl:apply-templates select="." mode="title"/></h1>
      <xsl:choose>
        <xsl:when test="@status = 404"><p>您访问的网址不存在，可能已经改变，也可能输入有误。</p></xsl:when>
        <xsl:when test="@status = 410"><p>该内容已由发布机构撤回，不再提供。</p></xsl:when>
        <xsl:otherwise><p>服务器暂时无法显示本页，请稍后再试。</p></xsl:otherwise>
      </xsl:choose>
      <xsl:if test="@reason"><p>说明：<xsl:value-of select="@reason"/></p></xsl:if>
      <ul class="error-actions">
        <li><a class="button button-primary" href="/">返回首页</a></li>
        <xsl:for-each select="$site/column">
          <li><a class="button" href="{@path}"><xsl:value-of select="@name"/></a></li>
        </xsl:for-each>
      </ul>
    </div>
  </xsl:template>

  <!-- ───── Paging ───── -->
  <xsl:template name="paging">
    <xsl:param name="first"/>
    <xsl:param name="before"/>
    <xsl:param name="after"/>
    <xsl:variable name="page" select="number(paging/@page)"/>
    <xsl:variable name="pages" select="number(paging/@pages)"/>
    <xsl:if test="$pages &gt; 1">
      <nav class="paging" aria-label="分页">
        <ul>
          <xsl:if test="$page &gt; 1">
            <li>
              <xsl:call-template name="page-link">
                <xsl:with-param name="number" select="$page - 1"/>
                <xsl:with-param name="text">上一页</xsl:with-param>
                <xsl:with-param name="rel">prev</xsl:with-param>
                <xsl:with-param name="first" select="$first"/>
                <xsl:with-param name="before" select="$before"/>
                <xsl:with-param name="after" select="$after"/>
              </xsl:call-template>
            </li>
          </xsl:if>
          <xsl:for-each select="paging/near">
            <li>
              <xsl:call-template name="page-link">
                <xsl:with-param name="number" select="@page"/>
                <xsl:with-param name="text" select="@page"/>
                <xsl:with-param name="current" select="@page = $page"/>
                <xsl:with-param name="first" select="$first"/>
                <xsl:with-param name="before" select="$before"/>
                <xsl:with-param name="after" select="$after"/>
              </xsl:call-template>
            </li>
          </xsl:for-each>
          <xsl:if test="$page &lt; $pages">
            <li>
              <xsl:call-template name="page-link">
                <xsl:with-param name="number" select="$page + 1"/>
                <xsl:with-param name="text">下一页</xsl:with-param>
                <xsl:with-param name="rel">next</xsl:with-param>
                <xsl:with-param name="first" select="$first"/>
                <xsl:with-param name="before" select="$before"/>
                <xsl:with-param name="after" select="$after"/>
              </xsl:call-template>
            </li>
          </xsl:if>
        </ul>
        <p>第 <xsl:value-of select="$page"/> 页，共 <xsl:value-of select="$pages"/> 页</p>
      </nav>
    </xsl:if>
  </xsl:template>

  <xsl:template name="page-link">
    <xsl:param name="number"/>
    <xsl:param name="text"/>
    <xsl:param name="rel"/>
    <xsl:param name="current" select="false()"/>
    <xsl:param name="first"/>
    <xsl:param name="before"/>
    <xsl:param name="after"/>
    <a>
      <xsl:attribute name="href">
        <xsl:choose>
          <xsl:when test="$number = 1"><xsl:value-of select="$first"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="concat($before, $number, $after)"/></xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
      <xsl:if test="$rel"><xsl:attribute name="rel"><xsl:value-of select="$rel"/></xsl:attribute></xsl:if>
      <xsl:if test="$current"><xsl:attribute name="aria-current">page</xsl:attribute></xsl:if>
      <xsl:if test="not($rel)"><span class="visually-hidden">第</span></xsl:if>
      <xsl:value-of select="$text"/>
      <xsl:if test="not($rel)"><span class="visually-hidden">页</span></xsl:if>
    </a>
  </xsl:template>
</xsl:stylesheet>
