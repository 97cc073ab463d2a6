package policy

import (
	"strings"
	"time"

	"guildhall/fault"
)

const (
	day  = 24 * time.Hour
	year = 365 * day
	mega = 1 << 20
)

// presets are the policies to start from; the first is the default.
var presets = []struct {
	name string
	make func() Policy
}{
	{"services", services},
	{"direct", direct},
	{"tasks", tasks},
}

// Presets names the presets, the default first.
func Presets() []string {
	names := make([]string, 0, len(presets))
	for _, preset := range presets {
		names = append(names, preset.name)
	}
	return names
}

// Preset is the complete policy of that name. Fault: policy_preset_unknown{name, known}.
func Preset(name string) (Policy, error) {
	for _, preset := range presets {
		if preset.name == name {
			return preset.make(), nil
		}
	}
	return Policy{}, fault.Invalid("policy_preset_unknown", "name", name, "known", strings.Join(Presets(), ", "))
}

// services: fixed-price services with escrow.
func services() Policy {
	p := Policy{
		Custody: CustodyEscrow, PayOutside: PayOutsideForbidden, ContactsInOrder: ContactsWhereNeeded,
		Places: PlacesRemote, Boards: false, Words: WordsBuyerSeller,
		Currency: "USD", Zone: "UTC", Duties: DutiesNone,
	}
	p.orders()
	p.money()
	p.people()
	p.offers()
	p.standing()
	p.law()
	return p
}

func (p *Policy) orders() {
	p.UnitLeadShare, p.LeadFloor, p.PreparedFor = 50_00, 12*time.Hour, 24*time.Hour
	p.StartWithin, p.CheckWithin, p.IdleCancel = 24*time.Hour, 3*day, 14*day
	p.CancelAnswer, p.RevisionTime = 2*day, 24*time.Hour
	p.Extension, p.ExtensionAnswer = ExtensionNone, 2*day
	p.RemindBefore, p.RemindFloor = 25_00, time.Hour
	p.OutageFloor, p.SweepGrace = time.Hour, 5*time.Second
	p.DeliveryNeedsFile, p.Revisions, p.HandBackWithin = true, Unlimited, 24*time.Hour
	p.ExtraAnswer, p.TalkAfter, p.BriefAskWait = 2*day, 30*day, 4*time.Hour
	p.CancelRequests, p.StartFloor, p.CheckFloor = 2, 6*time.Hour, 24*time.Hour
	p.FreeCancel, p.NoContact, p.Objection, p.BanChoice = 20*time.Minute, 24*time.Hour, 3*day, 3*day
	p.ArbitrationAfterRevisions, p.ArbitrationAfter = 1, 30*day
	p.CaseStatement, p.ArbitrationTarget, p.ArbitrationNag = 48*time.Hour, 5*day, day
	p.ArbitrationLimit, p.CaseAppeal, p.SecondLook = 21*day, 3*day, 48*time.Hour
	p.Stages, p.StagesFrom, p.StagePaidWithin = StagesLargeOffers, 100_00, 7*day
}

func (p *Policy) money() {
	p.Commission, p.BuyerFee, p.TipCommission = 20_00, 0, 0
	p.PlatformMayPay, p.Vat = false, 0
	p.TopUpMin, p.TopUpMax = 1_00, 10_000_00
	p.CardHold, p.Clearing = 30*day, 0
	p.WithdrawalFee, p.WithdrawalMin, p.WithdrawalKycLimit = 4_50, 10_00, 0
	p.PayoutDays = []time.Weekday{time.Monday, time.Wednesday, time.Friday}
	p.NewDetailsLimit, p.SecurityHold, p.ChargebackDecide = 100_00, 7*day, 5*day
	p.ReferralCookie, p.ReferralActivation, p.ReferralYears = 30*day, 180*day, 3
	p.ReferralSale, p.ReferralPurchase = 2_50, 3_50
}

func (p *Policy) people() {
	p.MinAge = 18
	p.LoginLengthMin, p.LoginLengthMax = 3, 32
	p.PasswordLengthMin, p.PasswordLengthMax = 8, 128
	p.RefuseDisposableEmail = true
	p.ConfirmationFor, p.ResetFor, p.SessionFor = 24*time.Hour, time.Hour, 30*day
	p.SignInTries, p.MailTries, p.TryWindow = 10, 5, 15*time.Minute
	p.LoginChanges, p.OnlineWindow = 1, 5*time.Minute
	p.SellerFirst, p.ConversationEdit = false, 5*time.Minute
	p.NewAfter, p.ReplyWithin = 20*day, 24*time.Hour
	p.FileTypes = []string{"jpeg", "jpg", "gif", "png", "tif", "bmp", "avi", "mpeg", "mpg", "mov",
		"rm", "3gp", "flv", "mp4", "zip", "rar", "mp3", "wav", "wma", "ogg"}
	p.FileMax, p.FileLinks, p.DeliveryByLink = 4*mega, true, true
}

func (p *Policy) offers() {
	p.BasePrice, p.FreePriceMin, p.FreePriceMax = 10_00, 10_00, 10_000_00
	p.MaxOptions, p.OptionPriceMin, p.OptionPriceMax = 10, 4_00, 200_00
	p.CategoryLevels, p.NewbieMaxServices, p.MaxInModeration = 2, 20, 10
	p.AutoPauseAbove, p.AutoResumeAt = 12, 7
	p.PortfolioFill, p.PortfolioOrders, p.PortfolioFrom = 50_00, 10, 4
	p.CartDays, p.CompareMin, p.CompareMax = 14, 2, 5
	p.RequestEnds, p.RequestLive = RequestEndsByTime, 24*time.Hour
	p.Bids, p.BidPricesShown, p.BidNeedsService = BidsPrivate, false, BidNeedsServiceForNewbies
	p.OffersFromLevel, p.OfferPriceMin, p.OfferPriceMax = LevelAdvanced, 10_00, 1_000_00
	p.OfferValid, p.PlaceRough = 7*day, 1000
}

func (p *Policy) standing() {
	p.FeedbackDays, p.FeedbackSides, p.FeedbackSealed = 30, FeedbackByBuyer, false
	p.FeedbackChanges, p.RatingKind, p.FiveStarsFrom = 1, RatingKindLike, 98_00
	p.ResponsibilityOrders, p.RatingOrders, p.LevelOrders = 30, 80, 100
	p.LateWeight = 50_00
	p.AdvancedAbove, p.AdvancedFailures = 10, 10_00
	p.ProfessionalAbove, p.ProfessionalFailures = 50, 8_00
	p.TopRatedOrders, p.TopRatedSilent = 20, 10_00
	p.BuyerLevels = []int{1, 7, 20, 50, 90}
	p.SuperBuyerOrders, p.SuperBuyerMonths = 12, 3
	p.NewcomerShare = 10_00
	p.ranking()
	p.checked(ModerationBefore)
	p.ModerationTarget, p.ContactStrikes, p.ContactWindow = 3*day, 3, 7*day
	p.AppealMonths, p.SuspensionFirst, p.SuspensionGrowth = 6, 7*day, 2
	p.StrikeMonths, p.BanPeople = 12, 2
}

func (p *Policy) ranking() {
	p.WeightResponsibility, p.WeightOrderRating, p.WeightQuantity, p.WeightQuality = 30_00, 30_00, 15_00, 25_00
	p.RepeatWeight, p.QuantityHalf = 25_00, 20
	p.RatingStart, p.RatingStartOrders = 70_00, 5
	p.RankRating, p.RankConversion, p.RankTopRated, p.RankFresh, p.RankNewcomer = 100_00, 20_00, 20_00, 10_00, 15_00
	p.ConversionUsual, p.ConversionViews, p.ConversionFor = 2_00, 100, 90*day
	p.FreshFor, p.NewcomerFor, p.NewcomerOrders, p.NewcomerViews = 30*day, 60*day, 5, 200
}

func (p *Policy) law() {
	p.OfficialLanguage, p.TermsAcceptance = "en", TermsByUse
	p.LogKept, p.DataRequests = 90*day, 4
	p.Retention, p.ErasureGrace = 10*year, 14*day
}

// checked says when services, requests, responses and what is like them are
// checked. Boards and profiles are looked at on report in every preset.
func (p *Policy) checked(when Moderation) {
	p.ServiceModeration, p.EditModeration, p.RequestModeration = when, when, when
	p.ResponseModeration, p.PictureModeration = when, when
	p.BoardModeration, p.ProfileModeration = ModerationAfter, ModerationAfter
}

// direct: the two sides agree and pay outside; the site keeps the agreement
// and the evidence.
func direct() Policy {
	p := services()
	p.Custody, p.PayOutside, p.ContactsInOrder = CustodyNone, PayOutsideExpected, ContactsAfterOrdering
	p.Boards, p.Words, p.MinAge = true, WordsEmployerProvider, 13
	p.Commission, p.ReferralSale, p.ReferralPurchase = 0, 0, 0
	p.RequestEnds = RequestEndsWhenClosed
	p.OffersFromLevel, p.BidNeedsService = LevelNewbie, BidNeedsServiceNo
	p.Extension = ExtensionAgreed
	p.FeedbackSides = FeedbackByBoth
	p.FileMax, p.DeliveryByLink = 100*mega, false
	p.checked(ModerationAfter)
	return p
}

// tasks: buyers post tasks with a budget, sellers bid in public.
func tasks() Policy {
	p := services()
	p.ContactsInOrder, p.Places, p.Boards = ContactsAfterOrdering, PlacesEither, true
	p.Words = WordsPosterTasker
	p.Commission, p.BuyerFee = 15_00, 5_00
	p.RequestEnds, p.Bids = RequestEndsWhenFilled, BidsPublic
	p.OffersFromLevel, p.BidNeedsService = LevelNewbie, BidNeedsServiceNo
	p.OfferPriceMin, p.OfferPriceMax = 5_00, 10_000_00
	p.Extension, p.Stages = ExtensionAgreed, StagesOn
	p.FeedbackSides, p.FeedbackSealed = FeedbackByBoth, true
	p.RatingKind, p.FeedbackDays = RatingKindStars, 14
	p.checked(ModerationAfter)
	return p
}
