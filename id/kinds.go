package id

// The kinds of things that have ids. A kind is an empty type that only names.
type (
	MemberKind         struct{}
	SessionKind        struct{}
	TokenKind          struct{}
	CategoryKind       struct{}
	ServiceKind        struct{}
	ServiceVersionKind struct{}
	OrderKind          struct{}
	CheckoutKind       struct{}
	CaseKind           struct{}
	FeedbackKind       struct{}
	ConversationKind   struct{}
	MessageKind        struct{}
	FileKind           struct{}
	TransferKind       struct{}
	LotKind            struct{}
	TopUpKind          struct{}
	WithdrawalKind     struct{}
	NotificationKind   struct{}
	MailKind           struct{}
	ReviewKind         struct{}
	DecisionKind       struct{}
	RequestKind        struct{}
	EventKind          struct{}
	ReplyKind          struct{}
	WorkKind           struct{}
	CartLineKind       struct{}
	FavouriteListKind  struct{}
	ComparisonKind     struct{}
	SynonymsKind       struct{}
)

// One Go type per kind.
type (
	Member         = Of[MemberKind]
	Session        = Of[SessionKind]
	Token          = Of[TokenKind]
	Category       = Of[CategoryKind]
	Service        = Of[ServiceKind]
	ServiceVersion = Of[ServiceVersionKind]
	Order          = Of[OrderKind]
	Checkout       = Of[CheckoutKind]
	Case           = Of[CaseKind]
	Feedback       = Of[FeedbackKind]
	Conversation   = Of[ConversationKind]
	Message        = Of[MessageKind]
	File           = Of[FileKind]
	Transfer       = Of[TransferKind]
	Lot            = Of[LotKind]
	TopUp          = Of[TopUpKind]
	Withdrawal     = Of[WithdrawalKind]
	Notification   = Of[NotificationKind]
	Mail           = Of[MailKind]
	Review         = Of[ReviewKind]
	Decision       = Of[DecisionKind]
	Request        = Of[RequestKind]
	Event          = Of[EventKind]
	Reply          = Of[ReplyKind]
	Work           = Of[WorkKind]
	CartLine       = Of[CartLineKind]
	FavouriteList  = Of[FavouriteListKind]
	Comparison     = Of[ComparisonKind]
	Synonyms       = Of[SynonymsKind]
)
