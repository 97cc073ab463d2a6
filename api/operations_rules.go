package api

import (
	"encoding/json"
	"strconv"
	"time"

	"guildhall/account"
	"guildhall/db"
	"guildhall/desk"
	"guildhall/fault"
	"guildhall/policy"
	"guildhall/rulebook"
)

// ruleOperations are about the rules: the policy, and the legal documents.
var ruleOperations = []Operation{
	op("GET /policy", "getPolicy", account.Anyone, desk.Nobodys, getPolicy),
	op("GET /policy/versions/{number}", "getPolicyVersion", account.Anyone, desk.Nobodys, getPolicyVersion),
	op("GET /documents/{kind}", "getDocument", account.Anyone, desk.Nobodys, getDocument),
}

// ruleStaffOperations change the rules.
var ruleStaffOperations = []Operation{
	op("GET /staff/policy", "listPolicyVersions", account.Rule, desk.Staffs, inPages(listPolicyVersions, func(p Policy) string { return strconv.FormatInt(p.Number, 10) })),
	op("POST /staff/policy", "publishPolicy", account.Rule, desk.Staffs, publishPolicy).creating(),
}

// Policy is one version of the rules in numbers.
type Policy struct {
	Number    int64         `json:"number"`
	From      time.Time     `json:"from"`
	Published time.Time     `json:"published"`
	Reason    string        `json:"reason,omitempty"`
	Values    []PolicyValue `json:"values,omitempty"`
}

// PolicyValue is one value with its rule and its sentence.
type PolicyValue struct {
	Name  string `json:"name"`
	Value any    `json:"value"`
	Rule  string `json:"rule"`
	Text  string `json:"text"`
}

func policyOf(v rulebook.Version) Policy {
	return Policy{Number: v.Number, From: v.From, Published: v.Published, Reason: v.Reason}
}

func (c *Call) policy(v rulebook.Version) Policy {
	made := policyOf(v)
	for _, value := range policy.Values {
		made.Values = append(made.Values, PolicyValue{value.Name, value.JSON(v.Policy), value.Spec, c.Say.T(value.Key())})
	}
	return made
}

func getPolicy(c *Call, _ *struct{}) (Policy, error) { return c.policy(c.Rules), nil }

func getPolicyVersion(c *Call, _ *struct{}) (Policy, error) {
	number, err := strconv.ParseInt(c.Path("number"), 10, 64)
	if err != nil {
		return Policy{}, fault.Missing()
	}
	return read(c, func(tx *db.Tx) (Policy, error) {
		v, err := rulebook.At(tx, number)
		if err != nil {
			return Policy{}, err
		}
		return c.policy(v), nil
	})
}

func listPolicyVersions(c *Call, _ *struct{}) (List[Policy], error) {
	return read(c, func(tx *db.Tx) (List[Policy], error) {
		rows, err := rulebook.Versions(tx)
		return listOf(rows, len(rows), policyOf, nil), err
	})
}

type policySent struct {
	Body struct {
		Policy json.RawMessage `json:"policy"`
		Reason string          `json:"reason" minLength:"1" maxLength:"2000"`
		From   *time.Time      `json:"from,omitempty"`
	}
}

// publishPolicy takes a policy as a file has it; values that are left out are
// those of the preset it names.
func publishPolicy(c *Call, in *policySent) (Policy, error) {
	p, err := policy.Parse(in.Body.Policy)
	if err != nil {
		return Policy{}, err
	}
	var from time.Time
	if in.Body.From != nil {
		from = in.Body.From.UTC().Truncate(time.Microsecond)
	}
	return once(c, func(tx *db.Tx) (Policy, error) {
		v, err := rulebook.Publish(tx, p, c.Member.ID, in.Body.Reason, from)
		return policyOf(v), err
	})
}

// LegalDocument is a legal document in force (LAW-1).
type LegalDocument struct {
	Kind      string    `json:"kind"`
	Number    int64     `json:"number"`
	Language  string    `json:"language"`
	Title     string    `json:"title"`
	Body      string    `json:"body"`
	Draft     bool      `json:"draft"`
	Published time.Time `json:"published"`
}

func getDocument(c *Call, _ *struct{}) (LegalDocument, error) {
	return read(c, func(tx *db.Tx) (LegalDocument, error) {
		d, err := account.InForce(tx, account.DocumentKind(c.Path("kind")))
		return LegalDocument{string(d.Kind), d.Number, d.Language, d.Title, d.Body, d.Draft, d.Published}, err
	})
}
