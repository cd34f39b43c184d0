-- For the table that an OpenTelemetry Collector writes (its exporter "clickhouse"), which has a record twice if a page
-- has sent it twice: so everything counts by log.record.uid.

-- Failures by code, of the last 30 days.
SELECT LogAttributes['error.type'] AS code, LogAttributes['pywidget.path'] AS path,
    uniqExact(LogAttributes['log.record.uid']) AS failures, uniqExact(LogAttributes['session.id']) AS page_views
FROM otel_logs
WHERE ScopeName = 'pywidget' AND EventName = 'pywidget.error' AND Timestamp >= now() - INTERVAL 30 DAY
GROUP BY code, path
ORDER BY failures DESC
LIMIT 20;

-- How failures ended: the last end of each.
SELECT code, count() AS ended, countIf(last != 'not-renewed') AS recovered, round(100 * recovered / ended, 1) AS percent
FROM (
    SELECT LogAttributes['pywidget.failure'] AS failure, any(LogAttributes['pywidget.code']) AS code,
        argMax(LogAttributes['pywidget.outcome'], Timestamp) AS last
    FROM otel_logs
    WHERE ScopeName = 'pywidget' AND LogAttributes['pywidget.outcome'] IN ('renewed', 'recovered', 'not-renewed')
    GROUP BY failure)
GROUP BY code
ORDER BY ended DESC;

-- Where reports were left out.
SELECT page, version, sum(repeated) AS same_again, sum(dropped) AS left_out
FROM (
    SELECT LogAttributes['log.record.uid'] AS id, any(LogAttributes['browser.document.url.full']) AS page,
        any(LogAttributes['pywidget.version']) AS version,
        any(toUInt64OrZero(LogAttributes['pywidget.repeated'])) AS repeated,
        any(toUInt64OrZero(LogAttributes['pywidget.dropped'])) AS dropped
    FROM otel_logs
    WHERE ScopeName = 'pywidget'
    GROUP BY id)
GROUP BY page, version
HAVING left_out > 0
ORDER BY left_out DESC;
