Rails.application.routes.draw do
  root "pages#home"
  get "register", to: "pages#register"
  post "api/ats-token", to: "ats_tokens#create"
end
