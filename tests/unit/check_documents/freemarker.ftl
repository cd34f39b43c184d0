<#-- don't <ats-widget> -->
<#macro page title>
<!DOCTYPE html><html lang="${.locale}"><head>
<#if x gt 1><script src="${base}/pywidget.js" data-token-url="${t}"></script><#else><script src="${base}/b/pywidget.js" data-token-url="${t}"></script></#if>
</head><body><#list works as w><p>${w.title?html}</p></#list>
<ats-widget site-key="${key!"cpk_1"}" ats-url="${url}" token="${token!''}" <#if mode??>mode="${mode}"</#if>></ats-widget><#nested></body></html>
</#macro>
