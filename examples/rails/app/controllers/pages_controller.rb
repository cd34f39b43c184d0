class PagesController < ApplicationController
  def home; end

  # --8<-- [start:first-token]
  # Seconds that the page waits for its first token. Without one, pywidget asks for it.
  PATIENCE = 2

  def register
    # For data-csrf-cookie: Rails itself writes this token into forms and a meta tag only.
    cookies["CSRF-TOKEN"] = form_authenticity_token
    @token = Allfeat.create_session(current_user, "register", timeout: PATIENCE).token if current_user
  end
  # --8<-- [end:first-token]
end
