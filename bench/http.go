package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"time"

	"guildhall/account"
	"guildhall/db"
	"guildhall/id"
)

// measureHTTP places the same orders through the API of the whole site, over
// connections on the loopback address.
func (o Options) measureHTTP(ctx context.Context, title string, m *market) error {
	handler, err := o.Serve(m.store)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute}
	go server.Serve(listener)
	defer server.Close()
	tokens, err := m.tokens(ctx)
	if err != nil {
		return err
	}
	for _, clients := range o.Clients {
		caller := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients}}
		address := "http://" + listener.Addr().String() + "/api/v1/orders"
		figures, err := drive(ctx, clients, o.Span, meterOf(ctx, m.store), func(ctx context.Context, client, n int) error {
			version := m.versions[rand.IntN(len(m.versions))]
			return post(ctx, caller, address, tokens[rand.IntN(len(tokens))], version)
		})
		caller.CloseIdleConnections()
		if err != nil {
			return fmt.Errorf("bench: %s over HTTP: %w", title, err)
		}
		fmt.Fprintf(o.Out, "  %-28s %3d clients  %s\n", "  the same over HTTP", clients, figures)
	}
	return nil
}

// tokensMade is how many of the buyers order over HTTP.
const tokensMade = 500

func (m *market) tokens(ctx context.Context) ([]string, error) {
	var tokens []string
	err := portions(ctx, m.store, min(tokensMade, len(m.buyers)), func(tx *db.Tx, n int) error {
		secret := account.NewToken()
		tokens = append(tokens, account.TokenPrefix+secret)
		_, err := account.MakeToken(tx, m.buyers[n], "bench", secret, []account.Scope{account.ScopeOrders}, time.Time{})
		return err
	}, func(done int) { tokens = tokens[:done] })
	return tokens, err
}

func post(ctx context.Context, caller *http.Client, address, token string, version id.ServiceVersion) error {
	body, err := json.Marshal(map[string]any{"service_version": version, "package": "economy"})
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Idempotency-Key", fmt.Sprint(rand.Uint64(), rand.Uint64()))
	answer, err := caller.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusCreated {
		err = fmt.Errorf("answered %s: %s", answer.Status, text)
	}
	return err
}
