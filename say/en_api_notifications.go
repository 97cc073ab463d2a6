package say

// Summaries of notifications in the API's description.
var _ = english(Texts{
	"api.subject.notifications":    "What you were told, in the account and by mail.",
	"api.listNotifications":        "List what you were told",
	"api.markNotificationRead":     "Mark a notification as read",
	"api.markAllNotificationsRead": "Mark all notifications as read",
	"api.getMailTopics":            "Read what you are told by mail about",
	"api.setMailTopics":            "Say what you want to be told by mail about",
})
