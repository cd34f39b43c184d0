<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<!DOCTYPE html><html lang="${pageContext.response.locale.language}"><head>
<c:set var="ctx" value="${pageContext.request.contextPath}" />
<c:choose><c:when test="${old > 1}"><script src="${ctx}/a/pywidget.js" data-token-url="<c:url value='/t'/>"></script></c:when>
<c:otherwise><script src="<c:url value='/b/pywidget.js'/>" data-token-url="${ctx}/t"></script></c:otherwise></c:choose>
</head><body>
<c:if test="${not empty works}"><c:forEach items="${works}" var="w"><p><c:out value="${w.title}"/></p></c:forEach></c:if>
<ats-widget site-key="<c:out value="${key}"/>" ats-url="<%= request.getAttribute("url") %>" token="<spring:message code="x"/>" <c:if test="${x}">mode="y"</c:if>></ats-widget>
</body></html>
