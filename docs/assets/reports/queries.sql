-- Failures by code, of the last 30 days, each report once.
SELECT code, path, count() AS failures, uniqExact(view) AS page_views
FROM reports FINAL
WHERE outcome = '' AND at >= now() - INTERVAL 30 DAY
GROUP BY code, path
ORDER BY failures DESC
LIMIT 20;

-- Failures before and after a release, for each page view that reported one.
SELECT version, count() AS failures, uniqExact(view) AS page_views, round(failures / page_views, 2) AS each
FROM reports FINAL
WHERE outcome = ''
GROUP BY version
ORDER BY version;

-- How failures ended, and how long that took: the last end of each.
SELECT code, count() AS ended, countIf(last.2 != 'not-renewed') AS recovered,
    round(100 * recovered / ended, 1) AS percent,
    round(quantileIf(0.5)(last.3, last.2 != 'not-renewed') / 1000, 1) AS median_seconds
FROM (
    SELECT failure, any(code) AS code, max((at, outcome, ifNull(durationMs, 0))) AS last
    FROM reports FINAL
    WHERE outcome IN ('renewed', 'recovered', 'not-renewed') AND failure != ''
    GROUP BY failure)
GROUP BY code
ORDER BY ended DESC;

-- Where reports were left out.
SELECT page, version, sum(repeated) AS same_again, sum(dropped) AS left_out
FROM reports FINAL
GROUP BY page, version
HAVING left_out > 0
ORDER BY left_out DESC;

-- Failures by month, also of reports that were deleted since.
SELECT toStartOfMonth(hour) AS month, sum(failures) AS failures
FROM totals
GROUP BY month
ORDER BY month;
