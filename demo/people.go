package demo

import "guildhall/account"

// person is one of the demo's people.
type person struct {
	login    string
	name     string
	city     string
	country  string
	headline string
	roles    []account.Role
}

// Sellers are dealt the services in turn, so each offers four or five.
var sellers = []person{
	{"anouk", "Anouk Vermeer", "Utrecht", "NL", "Letters, labels and patience", nil},
	{"bartosz", "Bartosz Lis", "Poznań", "PL", "I mend what others call hopeless", nil},
	{"chiamaka", "Chiamaka Obi", "Enugu", "NG", "Clear texts for busy people", nil},
	{"dario", "Dario Conti", "Bologna", "IT", "Drawings that can be built", nil},
	{"elif", "Elif Kaya", "Izmir", "TR", "Colour, paper, film", nil},
	{"fredrik", "Fredrik Holm", "Gävle", "SE", "Slow work, on time", nil},
	{"gita", "Gita Rao", "Pune", "IN", "Numbers you can trust", nil},
	{"hannes", "Hannes Bichler", "Graz", "AT", "Wood, wires and words", nil},
	{"ines", "Inês Duarte", "Braga", "PT", "I listen before I draw", nil},
	{"jomo", "Jomo Wanjiru", "Nakuru", "KE", "Quick sites for slow networks", nil},
	{"katarzyna", "Katarzyna Wolny", "Lublin", "PL", "Old papers, new eyes", nil},
	{"lars", "Lars Petersen", "Aarhus", "DK", "Sound and silence", nil},
	{"mei", "Mei Lin", "Tainan", "TW", "Characters, large and small", nil},
	{"nadia", "Nadia Haddad", "Amman", "JO", "From one language to the other", nil},
	{"oskar", "Oskar Brandt", "Kassel", "DE", "Engines, drawings, explanations", nil},
	{"paula", "Paula Ríos", "Rosario", "AR", "Voices for every room", nil},
	{"quentin", "Quentin Moreau", "Nantes", "FR", "Comedy is a serious matter", nil},
	{"rosa", "Rosa Lahti", "Vaasa", "FI", "Books, from idea to spine", nil},
	{"stefan", "Stefan Iliev", "Plovdiv", "BG", "Servers that sleep well", nil},
	{"tomoko", "Tomoko Arai", "Kanazawa", "JP", "Paper, scissors, light", nil},
	{"umar", "Umar Farooq", "Lahore", "PK", "Shops that sell", nil},
	{"vera", "Vera Novak", "Brno", "CZ", "Tests with a human touch", nil},
	{"wiebke", "Wiebke Harms", "Emden", "DE", "Nets, knots and newsletters", nil},
	{"ximena", "Ximena Soto", "Valdivia", "CL", "Plants and plates", nil},
	{"yusuf", "Yusuf Demir", "Bursa", "TR", "Small firmware, long life", nil},
	{"zofia", "Zofia Kamińska", "Toruń", "PL", "Sums, trees and parish books", nil},
	{"aylin", "Aylin Schwarz", "Bremen", "DE", "Teaching with both hands", nil},
	{"bruno", "Bruno Teixeira", "Porto", "PT", "Film, short and true", nil},
	{"clara", "Clara Jensen", "Odense", "DK", "Food that photographs well", nil},
	{"dmytro", "Dmytro Koval", "Lviv", "UA", "Documents, exact to the stamp", nil},
	{"esther", "Esther Mensah", "Kumasi", "GH", "Words for great days", nil},
	{"felix", "Felix Amsler", "Chur", "CH", "Maps and mountain paths", nil},
	{"greta", "Greta Sorensen", "Bergen", "NO", "Trains, tides and timetables", nil},
	{"henry", "Henry Okafor", "Leeds", "GB", "I read contracts aloud", nil},
	{"irina", "Irina Popescu", "Cluj", "RO", "Pictures repaired by hand", nil},
	{"jakub", "Jakub Malik", "Košice", "SK", "Data, tamed", nil},
	{"kirsten", "Kirsten Vogel", "Weimar", "DE", "Stage, light, budget", nil},
	{"luca", "Luca Ferri", "Trento", "IT", "Violins and other returns", nil},
	{"maeve", "Maeve Byrne", "Galway", "IE", "Stories with weather in them", nil},
	{"niko", "Niko Savic", "Novi Sad", "RS", "Games for long evenings", nil},
}

var buyers = []person{
	{"bea", "Bea Sommer", "Mainz", "DE", "", nil},
	{"carlos", "Carlos Vega", "Murcia", "ES", "", nil},
	{"dana", "Dana Whitfield", "Bristol", "GB", "", nil},
	{"emil", "Emil Nowak", "Opole", "PL", "", nil},
	{"farah", "Farah Aziz", "Rabat", "MA", "", nil},
	{"gustav", "Gustav Lund", "Malmö", "SE", "", nil},
	{"helene", "Hélène Roux", "Dijon", "FR", "", nil},
	{"ivan", "Ivan Petrov", "Varna", "BG", "", nil},
	{"julia", "Julia Keller", "Ulm", "DE", "", nil},
	{"kofi", "Kofi Boateng", "Accra", "GH", "", nil},
	{"lina", "Lina Costa", "Faro", "PT", "", nil},
	{"marek", "Marek Zeman", "Olomouc", "CZ", "", nil},
	{"noor", "Noor van Dijk", "Leiden", "NL", "", nil},
	{"olga", "Olga Sidorova", "Riga", "LV", "", nil},
	{"piet", "Piet Claes", "Ghent", "BE", "", nil},
	{"ruth", "Ruth Adler", "Basel", "CH", "", nil},
}

var staff = []person{
	{"max", "Max Hallberg", "Mainz", "DE", "", []account.Role{account.Admin}},
	{"ada", "Ada Lindqvist", "Lund", "SE", "", []account.Role{account.Arbiter, account.Moderator}},
	{"fay", "Fay Quinn", "Cork", "IE", "", []account.Role{account.Finance}},
}
