class AtsTokensController < ApplicationController
  # --8<-- [start:endpoint]
  # Seconds: less than the page waits for an answer.
  TIMEOUT = 8

  def create
    response.headers["Cache-Control"] = "no-store"
    # Browsers send it with each POST, and pages cannot change it: other sites get no tokens.
    return refuse(403, code: "session.origin_not_allowed") unless request.headers["Origin"] == Allfeat::ORIGIN
    return refuse(401, code: "common.unauthorized") unless current_user

    session = Allfeat.create_session(current_user, params[:mode], timeout: TIMEOUT)
    return render(json: { token: session.token }) if session.token

    response.headers["Retry-After"] = session.wait if session.wait
    refuse(session.status, session.error)
  end

  private

  def refuse(status, error)
    render json: { error: error }, status: status
  end
  # --8<-- [end:endpoint]
end
