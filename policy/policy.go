// Package policy is the typed set of every number and switch of the
// marketplace's rules. It is pure: it reads no clock, no file and no database.
//
// A Policy is complete: it always holds a value for each name. Operators start
// from a preset and change values; versions of it are kept by `rulebook`, and
// an order keeps to the version it was placed under (ORD-4).
//
// Each value has one row in Values with its name, kind, bounds, spec id and
// sentence. The field is the name in CamelCase: start_within is StartWithin;
// a range such as option_price is OptionPriceMin and OptionPriceMax.
package policy

import (
	"time"

	"guildhall/money"
)

// Unlimited stands for "no limit" where a count allows it (revisions).
const Unlimited = -1

// Policy is one complete set of values. Slices are shared between copies and
// must not be changed in place.
type Policy struct {
	// The kind of marketplace (README of the spec, "Three presets").
	Custody         Custody         // who holds the money of an order
	PayOutside      PayOutside      // whether agreeing on payment elsewhere is a violation (TRU-6)
	ContactsInOrder ContactsInOrder // when contact details pass in a running order (TLK-6)
	Places          Places          // whether work can be on site
	Boards          bool            // whether members open boards (TLK-14)
	Words           Words           // what the two sides are called on pages
	Currency        money.Currency  // the one currency of every amount (MON-4)
	Zone            string          // the marketplace's time zone, an IANA name
	Duties          Duties          // the profile of legal duties (LAW-17)

	// Placing an order.
	UnitLeadShare money.Rate    // of the lead time, added for each further unit (ORD-2)
	LeadFloor     time.Duration // no lead time is shorter (ORD-2)
	PreparedFor   time.Duration // how long an order waits for its top-up (ORD-57)

	// Deadlines of a running order.
	StartWithin       time.Duration // ORD-6
	CheckWithin       time.Duration // ORD-8
	IdleCancel        time.Duration // ORD-9
	CancelAnswer      time.Duration // ORD-10
	RevisionTime      time.Duration // ORD-29
	Extension         Extension     // ORD-13
	ExtensionAnswer   time.Duration // ORD-13: how long a proposed date waits
	RemindBefore      money.Rate    // of a deadline's span, when the reminder goes out (ORD-14)
	RemindFloor       time.Duration // at least so long before the deadline (ORD-14)
	OutageFloor       time.Duration // of working site before a moved deadline (ORD-15)
	SweepGrace        time.Duration // the clock waits so long past a deadline for requests under way (ORD-15)
	DeliveryNeedsFile bool          // ORD-18
	Revisions         int           // rounds of sending back where the package says none; Unlimited (ORD-20)
	HandBackWithin    time.Duration // the seller can hand an addition back (ORD-21)
	ExtraAnswer       time.Duration // ORD-22
	TalkAfter         time.Duration // messages after the end (ORD-23)
	BriefAskWait      time.Duration // from asking for the brief to cancelling for it (ORD-51, ORD-60)

	// Cancelling.
	CancelRequests int           // per side and order (ORD-28)
	StartFloor     time.Duration // left for ORD-6 after a refused request (ORD-28)
	CheckFloor     time.Duration // left for ORD-8 after a refused request, once (ORD-28)
	FreeCancel     time.Duration // ORD-40
	NoContact      time.Duration // ORD-43, ORD-45, ORD-52
	Objection      time.Duration // ORD-39
	BanChoice      time.Duration // ORD-61

	// Arbitration.
	ArbitrationAfterRevisions int           // sendings back before the buyer may ask (ORD-24)
	ArbitrationAfter          time.Duration // from completion, custody none (ORD-24)
	CaseStatement             time.Duration // ORD-11, TRU-22
	ArbitrationTarget         time.Duration // staff are reminded (ORD-11)
	ArbitrationNag            time.Duration // then admin again and again (ORD-11)
	ArbitrationLimit          time.Duration // the rule from the log decides (ORD-11)
	CaseAppeal                time.Duration // ORD-49
	SecondLook                time.Duration // before the same person decides again (TRU-27)

	// Stages (ORD-47).
	Stages          Stages
	StagesFrom      money.Amount
	StagePaidWithin time.Duration

	// Fees.
	Commission      money.Rate // of the total, the seller's side (MON-5)
	CommissionTiers []Tier     // by yearly volume of one pair; empty is off (MON-5)
	BuyerFee        money.Rate // on top, the buyer's side (MON-5)
	TipCommission   money.Rate // ORD-27
	PlatformMayPay  bool       // whether fees may fall below what they cost (ORD-37e)
	Vat             money.Rate // on the platform's fees (MON-14)

	// Money in and out.
	TopUpMin           money.Amount // MON-6
	TopUpMax           money.Amount // MON-6
	CardHold           time.Duration
	Clearing           time.Duration // MON-11
	WithdrawalFee      money.Rate    // MON-8
	WithdrawalMin      money.Amount  // MON-8
	WithdrawalKycLimit money.Amount  // above it identity must be verified; 0 is off (ACC-19)
	PayoutDays         []time.Weekday
	NewDetailsLimit    money.Amount  // MON-9
	SecurityHold       time.Duration // MON-9, ACC-9, ACC-10
	ChargebackDecide   time.Duration // MON-20

	// Referrals (MON-13).
	ReferralCookie     time.Duration
	ReferralSale       money.Rate
	ReferralPurchase   money.Rate
	ReferralActivation time.Duration
	ReferralYears      int

	// Accounts.
	MinAge                int
	LoginLengthMin        int           // ACC-2
	LoginLengthMax        int           // ACC-2
	PasswordLengthMin     int           // ACC-4
	PasswordLengthMax     int           // ACC-4
	RefuseDisposableEmail bool          // ACC-3
	ConfirmationFor       time.Duration // how long a confirmation link or code works (ACC-3)
	ResetFor              time.Duration // how long a reset link works (ACC-4)
	SignInTries           int           // per account or address within TryWindow (ACC-7)
	MailTries             int           // confirmation and reset mails within TryWindow (ACC-3, ACC-7)
	TryWindow             time.Duration // ACC-7
	SessionFor            time.Duration // a remembered sign-in ends after so long unused (ACC-6, LAW-5)
	LoginChanges          int           // ACC-10
	OnlineWindow          time.Duration // ACC-18

	// Catalogue.
	BasePrice         money.Amount // of a unit (CAT-3)
	FreePriceMin      money.Amount // bounds of a free price where the category has none of its own (CAT-3)
	FreePriceMax      money.Amount
	MaxOptions        int          // CAT-7
	OptionPriceMin    money.Amount // to the buyer (CAT-7)
	OptionPriceMax    money.Amount
	CategoryLevels    int        // shown of the tree (CAT-1)
	NewbieMaxServices int        // CAT-9
	MaxInModeration   int        // without any live service (CAT-9)
	AutoPauseAbove    int        // orders under way (CAT-13)
	AutoResumeAt      int        // CAT-13
	PortfolioFill     money.Rate // CAT-14
	PortfolioOrders   int        // the last so many completed orders are judged (CAT-14)
	PortfolioFrom     int        // not before so many (CAT-14)
	CartDays          int        // CAT-26
	CompareMin        int        // sellers recommended for the same work (CAT-27)
	CompareMax        int

	// Requests and offers.
	RequestEnds     RequestEnds   // what ends a request (REQ-2)
	RequestLive     time.Duration // from approval, where time ends it (REQ-2)
	Bids            Bids          // REQ-5
	BidPricesShown  bool          // with public bids, whether prices are public too (REQ-5)
	BidNeedsService BidNeed
	OffersFromLevel Level
	OfferPriceMin   money.Amount // REQ-4
	OfferPriceMax   money.Amount
	OfferValid      time.Duration // REQ-9
	PlaceRough      int           // metres to which the public sees a place (REQ-12)

	// Conversations and files.
	SellerFirst      bool          // TLK-2
	ConversationEdit time.Duration // TLK-3
	NewAfter         time.Duration // TLK-5
	ReplyWithin      time.Duration // TLK-5
	FileTypes        []string      // extensions, lower case (TLK-4)
	FileMax          int64         // bytes (TLK-4)
	FileLinks        bool          // links to cloud storage in place of files (TLK-4)
	DeliveryByLink   bool          // whether such a link counts as a delivery's file (TLK-4, ORD-18)

	// Reputation.
	FeedbackDays         int           // REP-1
	FeedbackSides        FeedbackSides // REP-1
	FeedbackSealed       bool          // both are shown together (REP-1)
	FeedbackChanges      int           // after the seller answered (REP-1)
	RatingKind           RatingKind    // REP-1
	FiveStarsFrom        money.Rate    // REP-3
	ResponsibilityOrders int           // REP-4
	RatingOrders         int           // REP-5
	LevelOrders          int           // REP-8
	LateWeight           money.Rate    // of a failure (REP-8)
	AdvancedAbove        int           // orders completed (REP-8)
	AdvancedFailures     money.Rate    // less than (REP-8)
	ProfessionalAbove    int
	ProfessionalFailures money.Rate
	TopRatedOrders       int        // REP-9
	TopRatedSilent       money.Rate // at most, without feedback (REP-9)
	BuyerLevels          []int      // purchases from which each level holds (REP-10)
	SuperBuyerOrders     int        // REP-10
	SuperBuyerMonths     int
	NewcomerShare        money.Rate // REP-18

	// Ranking (reputation/rank.go).
	WeightResponsibility money.Rate // in the overall rating (REP-7)
	WeightOrderRating    money.Rate
	WeightQuantity       money.Rate
	WeightQuality        money.Rate
	RepeatWeight         money.Rate    // of a returning buyer's order beside a positive feedback (REP-5)
	QuantityHalf         int           // completed orders that make half of quantity (REP-7)
	RatingStart          money.Rate    // what a share starts from (REP-7)
	RatingStartOrders    int           // and as how many orders that counts
	RankRating           money.Rate    // REP-16
	RankConversion       money.Rate    // REP-16
	RankTopRated         money.Rate    // REP-16
	RankFresh            money.Rate    // REP-16
	RankNewcomer         money.Rate    // REP-16
	ConversionUsual      money.Rate    // orders to views that move nothing (REP-16)
	ConversionViews      int           // as how many views the usual counts
	ConversionFor        time.Duration // how far back views and orders count
	FreshFor             time.Duration // REP-16
	NewcomerFor          time.Duration // REP-18
	NewcomerOrders       int           // ended orders after which a service is no newcomer
	NewcomerViews        int           // views without an order after which it had its chance

	// Trust.
	ServiceModeration  Moderation // TRU-1
	EditModeration     Moderation
	RequestModeration  Moderation // REQ-1
	ResponseModeration Moderation
	PictureModeration  Moderation
	BoardModeration    Moderation
	ProfileModeration  Moderation
	ModerationTarget   time.Duration // TRU-1
	ContactStrikes     int           // refused contact details within ContactWindow raise an item (TRU-6)
	ContactWindow      time.Duration
	AppealMonths       int           // TRU-10
	SuspensionFirst    time.Duration // TRU-11
	SuspensionGrowth   int           // a repeated violation multiplies the time (TRU-11)
	StrikeMonths       int           // TRU-25
	BanPeople          int           // who must agree on a permanent ban (TRU-25)

	// Law.
	OfficialLanguage string // ISO 639-1 (LAW-1)
	TermsAcceptance  TermsAcceptance
	LogKept          time.Duration // of visitors (LAW-6)
	DataRequests     int           // a month (LAW-8)
	Retention        time.Duration // of what law requires to keep (LAW-9)
	ErasureGrace     time.Duration // LAW-9
}

// Tier is one step of the commission: from this yearly volume of one
// buyer-seller pair on, this rate holds (MON-5).
type Tier struct {
	From money.Amount
	Rate money.Rate
}
