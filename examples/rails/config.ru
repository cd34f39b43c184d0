require "action_controller/railtie"

# A Rails application that needs no more files than these. In yours, all of this is there already.
class Example < Rails::Application
  config.root = __dir__
  config.load_defaults 6.1
  config.eager_load = false
  config.secret_key_base = "for this example only"
  config.logger = Logger.new($stdout, level: :warn)
end

Rails.application.initialize!
run Rails.application
