require "net/http"

# Sessions for the widget, from Allfeat's organizations API.
module Allfeat
  ORIGIN = ENV.fetch("ORIGIN") { "http://127.0.0.1:#{ENV.fetch("PORT", "5008")}" }
  SITE_KEY = ENV.fetch("SITE_KEY", "cpk_demo")
  SECRET_KEY = ENV.fetch("ALLFEAT_SECRET_KEY", "csk_demo-ok")
  API_URL = ENV.fetch("ATS_API_URL", "http://127.0.0.1:8000/organizations")

  # --8<-- [start:session]
  ACTION_TYPES = { "register" => "register", "update" => "update_version", "download" => "access" }.freeze
  FAILURES = [IOError, SystemCallError, SocketError, Timeout::Error, OpenSSL::SSL::SSLError, JSON::ParserError,
              Net::ProtocolError, Net::HTTPBadResponse].freeze

  Session = Struct.new(:token, :status, :error, :wait)

  # Asks Allfeat for a token, or tells why there is none. It raises nothing, so a page can be made without a token.
  def self.create_session(user, mode, timeout:)
    uri = URI("#{API_URL}/v1/sessions")
    request = Net::HTTP::Post.new(uri, "Content-Type" => "application/json", "Origin" => ORIGIN)
    request.body = {
      secret_key: SECRET_KEY, action_type: ACTION_TYPES.fetch(mode, "register"), allowed_network: "testnet",
      external_user_ref: user,
    }.to_json
    times = { open_timeout: timeout, read_timeout: timeout, max_retries: 0, use_ssl: uri.scheme == "https" }
    response = Net::HTTP.start(uri.host, uri.port, **times) { |http| http.request(request) }
    answer = JSON.parse(response.body)
    return Session.new(answer["token"], 200) if response.is_a?(Net::HTTPSuccess) && answer["token"]

    # The code decides what the visitor sees. The API's own words stay here.
    error = (answer["error"] || {}).slice("code", "request_id", "details")
    Rails.logger.warn("no token: #{response.code} #{error["code"]} #{error["request_id"]}")
    # To the page, 401 means that the visitor is signed out. The API's own 401 is about the secret key.
    status = %w[200 201 401].include?(response.code) ? 502 : response.code.to_i
    Session.new(nil, status, error, response["Retry-After"])
  rescue *FAILURES => error
    Rails.logger.warn("no token: #{error.class}")
    Session.new(nil, 502, { code: "common.service_unavailable" })
  end
  # --8<-- [end:session]
end
