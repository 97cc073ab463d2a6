package say

// What is wrong with a file somebody sent.
var _ = english(Texts{
	"fault.file_empty":         "This file is empty. Please choose another one.",
	"fault.file_large":         "This file is too large; up to {{.most}} bytes can be kept here.",
	"fault.file_type":          "Files of this kind are not taken here. These are: {{.types}}. What a file is shows by its content, not by its name.",
	"fault.picture_unreadable": "This picture is broken and cannot be shown. Please save it again and send it once more.",
	"fault.picture_huge":       "This picture has too many pixels; up to {{.most}} million fit. Please make it smaller.",
	"fault.picture_frames":     "This moving picture has too many frames; up to {{.most}} fit.",
})
