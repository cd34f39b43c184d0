class ApplicationController < ActionController::Base
  protect_from_forgery with: :exception

  private

  # Who is signed in, by your own accounts; nil for nobody.
  def current_user
    "user-1"
  end
end
