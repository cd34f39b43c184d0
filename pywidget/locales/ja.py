"""Japanese. Polite form."""

# ruff: noqa: RUF001  punctuation of full width is how this language is written

from __future__ import annotations

TEXTS: dict[str, str] = {
    # Titles: the situation in a few words
    "title.renewing": "セッションを更新しています",
    "title.signed-out": "サインアウトされました",
    "title.disabled": "このページでは利用できません",
    "title.waiting": "少し時間をおいてください",
    "title.try-again": "もう一度お試しいただけます",
    "title.fix-input": "変更が必要な項目があります",
    "title.start-over": "最初からやり直す必要があります",
    "title.offline": "ネットワークに接続されていません",
    "title.online": "接続が回復しました",
    "title.submitted": "作品は送信されました",
    "title.unsure": "作品は送信された可能性があります",
    "title.certificate": "作品は登録されています",
    "title.stuck": "フォームが応答しなくなりました",
    "title.no-effect": "何も変わりませんでした",
    "title.top-up": "利用枠を使い切りました",
    "title.report": "問題が発生しました",
    "title.nothing": "これ以上の操作は必要ありません",
    "title.breaker": "セッションが繰り返し終了しています",
    "title.confirm": "最初からやり直しますか？",
    "title.leave": "このページを離れますか？",
    # What to do next
    "next.renewing": "少しお待ちください。入力した内容はそのまま残ります。",
    "next.signed-out": "続けるには、もう一度サインインしてください。",
    "next.signed-out-tab": (
        "続けるには、もう一度サインインしてください。サインインページは別に開きます。"
        "サインインしたら、このページに戻ってください。"
    ),
    "next.disabled": "これを変更できるのは、このサイトの運営者だけです。",
    "next.waiting": "入力した内容はそのまま残ります。",
    "next.try-again": "入力した内容はそのまま残ります。",
    "next.form": "フォームに戻り、最後にあるボタンをもう一度押してください。",
    "next.form-kept": "入力した内容はそのまま残ります。フォームに戻り、最後にあるボタンをもう一度押してください。",
    "next.press-again": "同じボタンをもう一度押してください。",
    "next.back-to-list": "一覧に戻り、作品をもう一度開いてください。",
    "next.fix-input": "変更してから、もう一度お試しください。ほかの内容はそのまま残ります。",
    "next.start-over": "前回の手続きは終了しているため、続けることができません。",
    "next.offline": "接続を確認してから、もう一度お試しください。入力した内容はそのまま残ります。",
    "next.offline-form": "接続を確認してください。その後、フォームに戻り、最後にあるボタンをもう一度押してください。",
    "next.online": "中断したところから続けられます。",
    "next.unsure": "もう一度送信する前に、登録されたかどうかをご確認ください。",
    "next.held": "もう一度料金をお支払いになる場合を除き、そのままにしてください。",
    "next.kept": "もう一度送信されることも、料金がもう一度請求されることもありませんでした。",
    "next.certificate": (
        "最後の手順だけが失敗しました。アクセスコードを保管してください。あとからすべてを受け取ることができます。"
    ),
    "next.stuck": (
        "ネットワークにサインインページがある場合は、先にそこでサインインしてください。その後、もう一度お試しください。"
    ),
    "next.stuck-for-good": "この手順は続けることができません。ページを再読み込みするか、最初からやり直してください。",
    "next.no-effect": (
        "ここではボタンを押しても何も起こりませんでした。ページを再読み込みしてください。"
        "解決しない場合は、このサイトの運営者にお知らせください。"
    ),
    "next.top-up": "このサイトの運営者が利用枠を追加できます。",
    "next.report": "繰り返し発生する場合は、このサイトの運営者にお知らせください。",
    "next.report-form": (
        "フォームに戻り、最後にあるボタンをもう一度押してください。"
        "繰り返し発生する場合は、このサイトの運営者にお知らせください。"
    ),
    "next.confirm": "最初からやり直すと、フォームは空になります。入力した内容は失われます。",
    "next.leave": "ここに入力した内容は失われます。",
    "next.breaker": "1分ほど待ってから、もう一度お試しください。解決しない場合は、サインインし直してください。",
    # Session
    "message.session-expired": "セッションが終了したため、更新が必要です。",
    "message.session-ended": "セッションが終了しました。",
    "message.session-lost": "セッションが終了し、更新できませんでした。",
    "message.session-refused": "セッションが受け付けられませんでした。",
    "message.session-renewed": "セッションを更新しました。",
    "message.session-had-ended": "セッションが終了していたため、更新しました。",
    "message.session-submitted": "作品の送信後に、セッションが終了しました。",
    "message.wrong-credentials": "メールアドレスとパスワードが一致しません。",
    "message.other-sign-in": "このアカウントは、別のサインイン方法で作成されています。",
    # Setup
    "message.switched-off": "このサービスは現在、このサイトでは停止されています。",
    "message.site-not-allowed": "このサイトには、このサービスの利用が許可されていません。",
    "message.misconfigured": "このサイトでは、このサービスが正しく設定されていません。",
    "message.not-permitted": "このアカウントまたはサイトには、その権限がありません。",
    # Waiting, outages, connection
    "message.rate-limited": "短時間に多くのリクエストがありました。",
    "message.wait-over": "待ち時間が終わりました。",
    "message.quota-reached": "この期間の利用枠を使い切りました。",
    "message.quota-reached.detail": "{limit}のうち{used}を使用しました。{when}から再び利用できます。",
    "message.temporarily-unavailable": "現在、サービスを利用できません。",
    "message.answer-unreadable": "サービスからの応答を読み取れませんでした。",
    "message.network": "サービスに接続できませんでした。",
    "message.upload-interrupted": "ファイルをアップロードできませんでした。",
    # What was entered
    "message.input-invalid": "入力した内容の一部を受け付けられませんでした。",
    "message.input-invalid.detail": "次の項目をもう一度ご確認ください：{fields}",
    "message.title-missing": "タイトルがありません。",
    "message.title-taken": "このタイトルの作品はすでにあります。",
    "message.creators-missing": "クリエイターを1人以上指定する必要があります。",
    "message.file-name-missing": "ファイル名がありません。",
    "message.file-empty": "ファイルが空です。",
    "message.file-format": "この種類のファイルには対応していません。",
    "message.file-too-large": "ファイルが大きすぎます。",
    "message.file-too-large.detail": "ファイルのサイズは{size}です。アップロードできるのは{max}までです。",
    "message.no-work-selected": "作品がまだ選択されていません。",
    "message.access-code-unknown": "このアクセスコードの作品はありません。",
    "message.access-code-expired": "このアクセスコードは無効になりました。",
    "message.access-code-format": "アクセスコードの形式が異なります。一部だけがコピーされた可能性があります。",
    "message.conflict": "すでに存在しているか、処理中です。",
    # Registering a work
    "message.work-not-found": "この作品が見つかりませんでした。",
    "message.already-registered": "この作品はすでに登録されています。",
    "message.already-confirmed": "この登録はすでに確定しています。",
    "message.submitted-before": "この作品はすでに送信されています。",
    "message.credits-used-up": "クレジットが足りません。",
    "message.credits-or-rights": "許可されませんでした。多くの場合、クレジットを使い切ったことが原因です。",
    "message.upload-expired": "アップロードしたファイルの有効期限が切れました。",
    "message.preparation-expired": "この登録は、もう確定できません。",
    "message.prepared-gone": "この登録は期限が切れたか、すでに確定しています。作品が一覧にあるかご確認ください。",
    "message.registration-refused": "登録内容を確認した結果、受け付けられませんでした。",
    "message.registration-refused.detail": "登録内容を確認した結果、受け付けられませんでした：{reason}",
    "message.transaction-unknown": "この登録がどうなったか確認できません。作品が一覧にあるかご確認ください。",
    "message.transaction-failed": "登録は送信されましたが、完了しませんでした。",
    # Keys and webhooks, for people who manage them
    "message.key-name": "キーの名前がないか、長すぎます。",
    "message.key-scopes": "キーに選択された権限がないか、不明です。",
    "message.key-limit": "この組織では、これ以上キーを作成できません。",
    "message.key-limit.detail": "1つの組織が持てるキーの数は{limit}です。これ以上は作成できません。",
    "message.webhook-address": "Webhookのアドレスが完全なWebアドレスではありません。",
    "message.webhook-not-found": "このWebhookが見つかりませんでした。",
    # Orders
    "message.order-not-found": "この注文が見つかりませんでした。",
    "message.order-not-owner": "この注文は別のアカウントのものです。",
    "message.order-not-pending": "この注文は、すでにこの手順を過ぎています。",
    "message.order-confirmed": "この注文はすでに確定しています。",
    "message.order-completed": "この注文はすでに完了しています。",
    "message.order-expired": "この注文は期限内に完了しませんでした。",
    "message.order-failed": "この注文は完了できませんでした。",
    "message.order-in-progress": "この注文はまだ完了していません。",
    "message.order-file-missing": "この注文のファイルがまだアップロードされていません。",
    "message.order-type": "この手順は、別の種類の注文のためのものです。",
    "message.order-no-download": "この種類の注文には、ダウンロードするものがありません。",
    "message.order-timeout": "この注文には予想より時間がかかっています。このあと完了する可能性があります。",
    "message.usage-limit": "このアカウントのプランでは、これ以上利用できません。",
    "message.plan-not-found": "このアカウントには有効なプランがありません。",
    # Accounts and content
    "message.email-taken": "このメールアドレスのアカウントはすでにあります。",
    "message.company-name-taken": "この名前の会社はすでにあります。",
    "message.already-member": "この方はすでにメンバーです。",
    "message.audience-in-use": "このオーディエンスは使用中のため、削除できません。",
    "message.invite-expired": "この招待は無効になりました。新しい招待が必要です。",
    "message.reset-link-expired": "このパスワード再設定リンクは無効になりました。新しいリンクが必要です。",
    "message.person-not-found": "この方が見つかりませんでした。",
    "message.content-not-found": "このコンテンツが見つかりませんでした。削除された可能性があります。",
    "message.account-not-created": "アカウントを作成できませんでした。",
    # Anything else
    "message.not-found": "お探しのものが見つかりませんでした。",
    "message.unexpected": "予期しないことが起こりました。",
    # Buttons
    "button.try-again": "もう一度試す",
    "button.back-to-form": "フォームに戻る",
    "button.back-to-list": "一覧に戻る",
    "button.sign-in": "サインイン",
    "button.confirm-sign-in": "はい、サインインします",
    "button.contact": "問い合わせる",
    "button.copy-code": "アクセスコードをコピー",
    "button.copied": "コピーしました",
    "button.copy-reference": "問い合わせ番号をコピー",
    "button.start-over": "最初からやり直す",
    "button.confirm-start-over": "はい、やり直します",
    "button.keep": "そのままにする",
    "button.register-again": "もう一度登録する",
    "button.cancel": "キャンセル",
    "button.reload": "ページを再読み込み",
    "button.confirm-reload": "はい、ページを再読み込みします",
    "button.dismiss": "閉じる",
    # Buttons with a better name in one situation
    "button.fix-input.try-again": "フォームに戻る",
    "button.confirm.cancel": "入力した内容を残す",
    "button.leave.cancel": "このページに残る",
    "button.kept.start-over": "別の作品を登録する",
    # Labels
    "label.reference": "問い合わせ番号",
    "label.transaction": "トランザクション",
    "label.access-code": "アクセスコード",
    "label.countdown": "あと{seconds}で、もう一度お試しいただけます。",
    "label.countdown-over": "もう一度お試しいただけます。",
    "label.selected": "ここではコピーできませんでした。テキストを選択してありますので、ご自身でコピーしてください。",
    "label.disabled-screen": "このサービスは利用できません",
    "label.region": "このフォームに関するお知らせ",
    # Where something could be paid twice
    "warning.submitted": (
        "作品はすでに登録されている可能性があります。二重に請求されることがあるため、もう一度送信しないでください。"
    ),
    "warning.registered": (
        "作品は登録されています。フォームをもう一度送信すると、もう一度登録され、料金がもう一度請求されます。"
    ),
}
