package dev.restorebot.bot.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A small OpenID Connect provider on loopback. Its page lists the people to sign in as; it checks
 * what the client sends as a strict provider does, and lies in its tokens when the test says so.
 */
public final class FakeProvider implements AutoCloseable {
  public static final String CLIENT = "restore-bot";
  public static final String SECRET = "hidden-client-secret-of-the-tests";

  private static final ECKey KEY = key("1");

  /** What a test may change in a token. */
  public interface Forger {
    String sign(JWTClaimsSet.Builder claims) throws JOSEException;
  }

  private record Login(String person, String nonce, String challenge, String redirect) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, List<String>> people = new ConcurrentHashMap<>();
  private final Map<String, Login> codes = new ConcurrentHashMap<>();
  private final Map<String, String> refreshTokens = new ConcurrentHashMap<>();
  private final List<String> secrets = new CopyOnWriteArrayList<>(List.of(SECRET));
  private volatile Forger forger = claims -> signed(claims, KEY);
  private volatile boolean givesRefreshTokens;
  private volatile UnaryOperator<String> answers = UnaryOperator.identity();

  /** Starts on a free port. */
  public FakeProvider() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    route("/.well-known/openid-configuration", this::configuration);
    route("/jwks", exchange -> json(exchange, 200, new JWKSet(KEY.toPublicJWK()).toString()));
    route("/authorize", this::authorize);
    route("/as", this::signInAs);
    route("/token", this::token);
    server.start();
  }

  private interface Route {
    void serve(HttpExchange exchange) throws IOException, JOSEException;
  }

  private void route(String path, Route route) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            route.serve(exchange);
          } catch (JOSEException e) {
            throw new IOException(e);
          }
        });
  }

  public URI issuer() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The ID of a person in the bot's settings. */
  public String id(String person) {
    return OidcPerson.id(issuer(), person);
  }

  public FakeProvider with(String person, String... groups) {
    people.put(person, List.of(groups));
    return this;
  }

  public void remove(String person) {
    people.remove(person);
  }

  public void giveRefreshTokens() {
    givesRefreshTokens = true;
  }

  public void forge(Forger other) {
    forger = other;
  }

  /** Changes the address to which the browser is sent back. */
  public void answer(UnaryOperator<String> other) {
    answers = other;
  }

  /** Everything that was given out and that nobody may see. */
  public List<String> secrets() {
    return List.copyOf(secrets);
  }

  public static ECKey key(String id) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(id).keyUse(KeyUse.SIGNATURE).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  public static String signed(JWTClaimsSet.Builder claims, ECKey key) throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
            claims.build());
    token.sign(new ECDSASigner(key));
    return token.serialize();
  }

  public static String signed(JWTClaimsSet.Builder claims) throws JOSEException {
    return signed(claims, KEY);
  }

  private void configuration(HttpExchange exchange) throws IOException {
    json(
        exchange,
        200,
        """
        {"issuer":"ISSUER","authorization_endpoint":"ISSUER/authorize",
         "token_endpoint":"ISSUER/token","jwks_uri":"ISSUER/jwks",
         "response_types_supported":["code"],"subject_types_supported":["public"],
         "id_token_signing_alg_values_supported":["ES256","HS256","none"]}
        """
            .replace("ISSUER", issuer().toString()));
  }

  private void authorize(HttpExchange exchange) throws IOException {
    Map<String, String> query = parameters(exchange.getRequestURI().getRawQuery());
    boolean right =
        query.get("response_type").equals("code")
            && query.get("client_id").equals(CLIENT)
            && List.of(query.get("scope").split(" ")).contains("openid")
            && query.get("code_challenge_method").equals("S256")
            && query.get("code_challenge").length() == 43
            && query.get("state").length() > 20
            && query.get("nonce").length() > 20;
    if (!right) {
      html(exchange, 400, "not a request of this client");
      return;
    }
    html(
        exchange,
        200,
        people.keySet().stream()
            .sorted()
            .map(
                person ->
                    "<a href=\"/as?person=%s&amp;%s\">%s</a>"
                        .formatted(
                            person,
                            exchange.getRequestURI().getRawQuery().replace("&", "&amp;"),
                            person))
            .collect(Collectors.joining(" ")));
  }

  private void signInAs(HttpExchange exchange) throws IOException {
    Map<String, String> query = parameters(exchange.getRequestURI().getRawQuery());
    String code = secret();
    codes.put(
        code,
        new Login(
            query.get("person"),
            query.get("nonce"),
            query.get("code_challenge"),
            query.get("redirect_uri")));
    String target =
        query.get("redirect_uri")
            + "?code="
            + code
            + "&state="
            + URLEncoder.encode(query.get("state"), StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Location", answers.apply(target));
    exchange.sendResponseHeaders(302, -1);
  }

  private void token(HttpExchange exchange) throws IOException, JOSEException {
    Map<String, String> form =
        parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    String basic =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((CLIENT + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
    if (!basic.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      json(exchange, 401, "{\"error\":\"invalid_client\"}");
      return;
    }
    Optional<String> person;
    Optional<String> nonce = Optional.empty();
    if (form.get("grant_type").equals("refresh_token")) {
      person = Optional.ofNullable(refreshTokens.remove(form.get("refresh_token")));
    } else {
      Login login = codes.remove(form.getOrDefault("code", ""));
      boolean right =
          login != null
              && form.get("redirect_uri").equals(login.redirect())
              && CodeChallenge.compute(
                      CodeChallengeMethod.S256, new CodeVerifier(form.get("code_verifier")))
                  .getValue()
                  .equals(login.challenge());
      person = right ? Optional.of(login.person()) : Optional.empty();
      nonce = person.map(any -> login.nonce());
    }
    if (person.filter(people::containsKey).isEmpty()) {
      json(exchange, 400, "{\"error\":\"invalid_grant\"}");
      return;
    }
    json(exchange, 200, tokens(person.get(), nonce));
  }

  private String tokens(String person, Optional<String> nonce) throws JOSEException {
    Instant now = Instant.now();
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer().toString())
            .subject(person)
            .audience(CLIENT)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(300)))
            .claim(
                "name",
                person.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + person.substring(1))
            .claim("groups", people.get(person));
    nonce.ifPresent(value -> claims.claim("nonce", value));
    String refresh = secret();
    refreshTokens.put(refresh, person);
    String token = forger.sign(claims);
    secrets.add(token);
    return "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":300,\"id_token\":\"%s\"%s}"
        .formatted(
            secret(), token, givesRefreshTokens ? ",\"refresh_token\":\"" + refresh + "\"" : "");
  }

  private String secret() {
    String secret = UUID.randomUUID().toString();
    secrets.add(secret);
    return secret;
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new HashMap<>();
    for (String each : query.split("&", -1)) {
      String[] pair = each.split("=", 2);
      parameters.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
    }
    return parameters;
  }

  private static void json(HttpExchange exchange, int status, String body) throws IOException {
    send(exchange, status, "application/json", body);
  }

  private static void html(HttpExchange exchange, int status, String body) throws IOException {
    send(
        exchange,
        status,
        "text/html",
        "<!doctype html><html><head><link rel=icon href=\"data:,\"></head><body>"
            + body
            + "</body></html>");
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
