package catalogue

// startingTree is what an empty marketplace begins with; staff change it in
// the browser. Most prices are free within the policy's bounds; a few
// categories show the other two rules.
var startingTree = []seed{
	{name: "Design", icon: "palette", about: "Logos, brands, print and everything people look at.", portfolio: true, below: []seed{
		{name: "Logos and brands", about: "Marks, colours and rules of use.",
			attributes: []string{"!Kind of mark: Lettering, Picture mark, Emblem, Mascot", "File forms*: SVG, PDF, PNG, AI", "Drafts to choose from 1..20"}},
		{name: "Illustration", about: "Drawn pictures for books, games and articles.",
			attributes: []string{"Manner: Line drawing, Watercolour, Flat, Comic, Realistic", "Colour?"}},
		{name: "Print and packaging", about: "Flyers, posters, labels and boxes, ready for the printer.",
			attributes: []string{"!Product: Flyer, Poster, Label, Box, Book cover, Menu", "Ready for print?"}},
		{name: "Web and app design", about: "Screens before they are built.",
			attributes: []string{"Tool: Figma, Sketch, Penpot, Other", "Screens 1..100"}},
		{name: "Presentations", about: "Slides that carry a talk.", attributes: []string{"Slides 1..200", "Tool: PowerPoint, Keynote, Google Slides"}},
	}},
	{name: "Websites and software", icon: "code", about: "Made, mended and kept running.", below: []seed{
		{name: "Websites", about: "From one page to a shop.",
			attributes: []string{"!Kind of site: One page, Company site, Shop, Blog, Portal", "System*: WordPress, Joomla, Drupal, Own code, Site builder", "Unique design?"}},
		{name: "Web applications", about: "Programs that run in the browser.", attributes: []string{"Language*: Go, Python, PHP, JavaScript, Ruby, Java, C sharp"}},
		{name: "Mobile apps", about: "For telephones and tablets.", attributes: []string{"!Platform*: Android, iOS"}},
		{name: "Repairs and speed", about: "Faults found, pages made quick.", attributes: []string{"Looked at within hours 1..72"}},
		{name: "Data and automation", about: "Tables, reports and the boring part done by a script.", attributes: []string{"Tool*: Excel, Google Sheets, SQL, Python, R"}},
		{name: "Testing", about: "Somebody else tries it first.", pricing: unitPriced(15_00), attributes: []string{"Devices 1..20", "Written report?"}},
	}},
	{name: "Writing", icon: "pen", about: "Words that say what you mean.", below: []seed{
		{name: "Articles and blogs", about: "Researched and written to length.", pricing: unitPriced(10_00),
			attributes: []string{"!Field: Business, Technology, Travel, Health and food, Home and garden, Culture", "Sources named?"}},
		{name: "Web texts", about: "Pages, products and profiles.", attributes: []string{"For search engines?", "Words 1..5000"}},
		{name: "Editing and proofreading", about: "A second pair of eyes.", attributes: []string{"Depth: Spelling, Style, Structure"}},
		{name: "Speeches and letters", about: "For the days that matter.", attributes: []string{"Occasion: Wedding, Work, Farewell, Official"}},
		{name: "CVs and applications", about: "Your work history on one good page.", pricing: inPackages(15_00, 30_00, 60_00)},
	}},
	{name: "Translation", icon: "globe", about: "From one language into another, by people.", below: []seed{
		{name: "General translation", about: "Letters, pages, manuals.", pricing: unitPriced(12_00),
			attributes: []string{"!Into*: English, German, French, Spanish, Polish, Ukrainian, Arabic, Hindi, Chinese", "Native speaker?"}},
		{name: "Subtitles", about: "Timed and readable.", attributes: []string{"Minutes of film 1..240"}},
		{name: "Software and games", about: "Strings in their context.", attributes: []string{"Format*: PO, XLIFF, JSON, Table"}},
	}},
	{name: "Marketing", icon: "megaphone", about: "Being found by the right people, honestly.", below: []seed{
		{name: "Search engines", about: "What people search and whether they find you.", attributes: []string{"Work*: Audit, Keywords, Texts, Technical"}},
		{name: "Social networks", about: "Plans, posts and answers.", attributes: []string{"Posts 1..100"}},
		{name: "Advertising", about: "Campaigns set up and watched.", attributes: []string{"Where*: Search, Social, Video, Print"}},
		{name: "Newsletters", about: "Letters people asked for.", attributes: []string{"Letters 1..50"}},
		{name: "Market research", about: "Numbers before opinions.", attributes: []string{"Sources listed?"}},
	}},
	{name: "Video and animation", icon: "film", about: "Cut, drawn and moved.", portfolio: true, below: []seed{
		{name: "Video editing", about: "Your material, made watchable.", attributes: []string{"Minutes 1..180", "Colour and sound?"}},
		{name: "Explainer films", about: "One idea in one minute.", attributes: []string{"Manner: Flat, Whiteboard, Three dimensions, Live", "Speaker included?"}},
		{name: "Animation", about: "Figures and letters that move.", attributes: []string{"Manner: Two dimensions, Three dimensions, Stop motion"}},
		{name: "Intros and outros", about: "The first and last five seconds.", pricing: inPackages(12_00, 25_00, 50_00)},
	}},
	{name: "Music and sound", icon: "music", about: "Voices, tunes and clean recordings.", below: []seed{
		{name: "Voice-over", about: "Read by a person.", attributes: []string{"!Language: English, German, French, Spanish, Polish, Other", "Voice: Low, High, Child", "Home studio?"}},
		{name: "Mixing and mastering", about: "Every track where it belongs.", attributes: []string{"Tracks 1..100"}},
		{name: "Songs and jingles", about: "Written for you.", attributes: []string{"Kind: Pop, Folk, Classical, Electronic, Jazz", "With text?"}},
		{name: "Podcasts", about: "Cut, cleaned and described.", attributes: []string{"Minutes 1..240"}},
	}},
	{name: "Photography", icon: "camera", about: "Taken well or made better.", portfolio: true, below: []seed{
		{name: "Retouching", about: "Pictures cleaned, cut out, corrected.", pricing: unitPriced(5_00), attributes: []string{"Work: Colour, Skin, Cut out, Composition"}},
		{name: "Product pictures", about: "Sent in, photographed, sent back.", attributes: []string{"Pictures 1..200"}},
		{name: "Restoration", about: "Old photographs brought back.", attributes: []string{"Colour added?"}},
	}},
	{name: "Business", icon: "folder", about: "The office, elsewhere.", below: []seed{
		{name: "Assistance", about: "Post, calendar, travel, research.", attributes: []string{"Hours 1..40"}},
		{name: "Data entry", about: "From paper or pages into a table.", pricing: unitPriced(8_00), attributes: []string{"Checked twice?"}},
		{name: "Plans and figures", about: "Business plans, budgets, forecasts.", attributes: []string{"Years 1..10"}},
		{name: "Bookkeeping", about: "Orders, receipts, accounts.", attributes: []string{"Documents 1..1000"}},
		{name: "Customer answers", about: "Questions answered in your name.", attributes: []string{"Hours 1..40"}},
	}},
	{name: "Engineering", icon: "tools", about: "Drawings and models that can be built.", below: []seed{
		{name: "Technical drawings", about: "To scale and to standard.", attributes: []string{"Format*: DWG, DXF, STEP, PDF"}},
		{name: "Models for printing", about: "Three dimensions, watertight.", attributes: []string{"Parts 1..50"}},
		{name: "Architecture", about: "Plans, interiors, views.", attributes: []string{"Stage: Sketch, Plan, Detail, View"}},
		{name: "Electronics", about: "Circuits, boards, firmware.", attributes: []string{"Layers 1..12"}},
	}},
	{name: "Learning", icon: "book", about: "One teacher, one pupil, any subject.", below: []seed{
		{name: "Languages", about: "Speak it from the first hour.", pricing: unitPriced(14_00), attributes: []string{"!Language: English, German, French, Spanish, Polish, Chinese, Other", "Level: Beginner, Middle, Advanced"}},
		{name: "School subjects", about: "Mathematics to history.", pricing: unitPriced(14_00), attributes: []string{"Subject: Mathematics, Physics, Chemistry, Biology, History, Other"}},
		{name: "Computers and code", about: "From the first line on.", attributes: []string{"Language: Python, JavaScript, Go, SQL, Other"}},
		{name: "Instruments", about: "Lessons by video.", attributes: []string{"Instrument: Guitar, Piano, Voice, Violin, Other"}},
	}},
	{name: "Everyday life", icon: "leaf", about: "Small help for home, table and free time.", below: []seed{
		{name: "Travel plans", about: "Routes and days worked out.", attributes: []string{"Days 1..60"}},
		{name: "Recipes and meal plans", about: "For your kitchen and taste.", attributes: []string{"Days 1..31", "Vegetarian?"}},
		{name: "Genealogy", about: "Who came before you.", attributes: []string{"Generations 1..10"}},
		{name: "Crafts to order", about: "Patterns and instructions made for you.", attributes: []string{"Craft: Sewing, Knitting, Wood, Paper, Other"}},
		{name: "Games and puzzles", about: "Quizzes, maps and adventures.", attributes: []string{"Players 1..20"}},
	}},
}
