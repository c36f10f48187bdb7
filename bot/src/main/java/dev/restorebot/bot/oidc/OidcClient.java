package dev.restorebot.bot.oidc;

import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import dev.restorebot.bot.oidc.SignInException.Reason;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs people in with the authorization code flow, PKCE, a state and a nonce. Thread-safe. Asks
 * the provider for its addresses when they are first needed, so that a bot starts while the
 * provider is down.
 */
public final class OidcClient {
  private static final Logger log = LoggerFactory.getLogger(OidcClient.class);

  private final OidcOptions options;
  private final ClientID client;
  private volatile OidcProvider known;

  /** Asks nobody yet. */
  public OidcClient(OidcOptions options) {
    this.options = options;
    this.client = new ClientID(options.clientId());
  }

  private OidcProvider provider() throws SignInException {
    OidcProvider provider = known;
    if (provider == null) {
      provider = OidcProvider.discover(options);
      known = provider;
    }
    return provider;
  }

  /**
   * Begins a sign-in.
   *
   * @param callback where the provider sends the browser back to
   */
  public SignInAttempt begin(URI callback) throws SignInException {
    State state = new State();
    Nonce nonce = new Nonce();
    CodeVerifier verifier = new CodeVerifier();
    Scope scope = Scope.parse(options.scopes());
    scope.add("openid");
    URI address =
        new AuthenticationRequest.Builder(ResponseType.CODE, scope, client, callback)
            .endpointURI(provider().authorization())
            .state(state)
            .nonce(nonce)
            .codeChallenge(verifier, CodeChallengeMethod.S256)
            .build()
            .toURI();
    return new SignInAttempt(address, callback, state, nonce, verifier);
  }

  /**
   * Ends a sign-in: exchanges the code, and checks the ID token.
   *
   * @param called the callback as the browser called it, with its query
   */
  public OidcPerson finish(SignInAttempt attempt, URI called) throws SignInException {
    AuthenticationResponse answer;
    try {
      answer = AuthenticationResponseParser.parse(called);
    } catch (ParseException e) {
      throw new SignInException(
          Reason.REFUSED, "The provider's answer is incomplete. Nobody was signed in.");
    }
    boolean fits =
        answer.getState() != null
            && answer.getState().getValue().equals(attempt.state())
            && (answer.getIssuer() == null
                ? !provider().namesItself()
                : answer.getIssuer().getValue().equals(options.issuer().toString()));
    if (!fits) {
      throw new SignInException(
          Reason.REFUSED, "The answer belongs to another sign-in. Nobody was signed in.");
    }
    if (!answer.indicatesSuccess()) {
      throw refused(answer.toErrorResponse().getErrorObject());
    }
    OIDCTokens tokens =
        tokens(
            new AuthorizationCodeGrant(
                answer.toSuccessResponse().getAuthorizationCode(),
                attempt.callback(),
                attempt.verifier()));
    return person(tokens, attempt.nonce());
  }

  /**
   * Asks the provider for a person again.
   *
   * @return empty when it cannot be asked: it gave no refresh token, or answers without an ID token
   * @throws SignInException REFUSED when the provider no longer vouches for the person
   */
  public Optional<OidcPerson> again(OidcPerson person) throws SignInException {
    if (person.refreshToken().isEmpty()) {
      return Optional.empty();
    }
    OIDCTokens tokens =
        tokens(new RefreshTokenGrant(new RefreshToken(person.refreshToken().get())));
    if (tokens.getIDToken() == null) {
      return Optional.empty();
    }
    OidcPerson now = person(tokens, null);
    if (!now.id().equals(person.id())) {
      throw new SignInException(Reason.REFUSED, "The provider answered with another person.");
    }
    Optional<String> token = now.refreshToken().or(person::refreshToken);
    return Optional.of(new OidcPerson(now.id(), now.name(), now.groups(), token));
  }

  private OIDCTokens tokens(AuthorizationGrant grant) throws SignInException {
    TokenResponse answer;
    try {
      HTTPRequest request = request(grant).toHTTPRequest();
      request.setConnectTimeout(OidcProvider.CONNECT_MILLIS);
      request.setReadTimeout(OidcProvider.READ_MILLIS);
      answer = OIDCTokenResponseParser.parse(request.send());
    } catch (IOException | ParseException e) {
      // Its message may quote the answer, which holds tokens.
      log.warn("the provider's token endpoint failed ({})", e.getClass().getSimpleName());
      throw OidcProvider.unavailable(options.issuer());
    }
    if (!answer.indicatesSuccess()) {
      throw refused(answer.toErrorResponse().getErrorObject());
    }
    return answer.toSuccessResponse().getTokens().toOIDCTokens();
  }

  private TokenRequest request(AuthorizationGrant grant) throws SignInException {
    OidcProvider provider = provider();
    if (options.clientSecret().isEmpty()) {
      return new TokenRequest.Builder(provider.token(), client, grant).build();
    }
    Secret secret = new Secret(options.clientSecret().get());
    return new TokenRequest.Builder(
            provider.token(),
            provider.takesSecretInBody()
                ? new ClientSecretPost(client, secret)
                : new ClientSecretBasic(client, secret),
            grant)
        .build();
  }

  private OidcPerson person(OIDCTokens tokens, Nonce nonce) throws SignInException {
    IDTokenClaimsSet claims = provider().check(tokens.getIDToken(), nonce);
    RefreshToken refresh = tokens.getRefreshToken();
    return new OidcPerson(
        OidcPerson.id(options.issuer(), claims.getSubject().getValue()),
        Claims.name(claims),
        Claims.groups(claims, options.groupsClaim()),
        Optional.ofNullable(refresh).map(RefreshToken::getValue));
  }

  private static SignInException refused(ErrorObject error) {
    String code = error == null || error.getCode() == null ? "" : error.getCode();
    String shown = code.matches("[a-z_]{1,60}") ? " (" + code + ")" : "";
    log.warn("the sign-in provider refused{}", shown);
    return new SignInException(
        Reason.REFUSED,
        code.equals("invalid_client")
            ? "The provider does not accept restore-bot (invalid_client). Check"
                + " console.sign-in.client-id and client-secret-file."
            : "The sign-in provider refused" + shown + ". Nobody was signed in.");
  }
}
