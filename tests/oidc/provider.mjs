// A certified OpenID Connect provider on loopback, as a council's would be: PKCE asked for, claims like Entra's.
// Arguments: where Holi is. PUT /people gives the accounts' claims.
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const [holi] = process.argv.slice(2);
let people = {};
const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{
      client_id: "holi",
      client_secret: "not-a-real-secret",
      redirect_uris: [`${holi}/sign-in/callback`],
      post_logout_redirect_uris: [`${holi}/?language=cy`, `${holi}/?language=en`],
      token_endpoint_auth_method: "client_secret_post",
    }],
    claims: { openid: ["sub", "tid", "groups", "_claim_names"], profile: ["preferred_username"], email: ["email"] },
    scopes: ["openid", "profile", "email"],
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: { rpInitiatedLogout: { enabled: true } },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
  });
  const callback = provider.callback();
  server.on("request", (request, response) => {
    if (request.method !== "PUT" || request.url !== "/people") return callback(request, response);
    let body = "";
    request.on("data", (part) => { body += part; });
    request.on("end", () => { people = JSON.parse(body); response.end("{}"); });
  });
  console.log(issuer);
});
