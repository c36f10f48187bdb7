package dev.restorebot.bot.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import dev.restorebot.bot.oidc.SignInException.Reason;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A provider that was asked for its addresses and keys. Thread-safe. */
final class OidcProvider {
  static final int CONNECT_MILLIS = 5_000;
  static final int READ_MILLIS = 10_000;

  private static final Logger log = LoggerFactory.getLogger(OidcProvider.class);
  private static final int MOST_BYTES_OF_KEYS = 1_000_000;

  private final OIDCProviderMetadata metadata;
  private final IDTokenValidator validator;

  private OidcProvider(OIDCProviderMetadata metadata, IDTokenValidator validator) {
    this.metadata = metadata;
    this.validator = validator;
  }

  /**
   * Asks the provider for its addresses.
   *
   * @throws SignInException when it does not answer, or is another one
   */
  static OidcProvider discover(OidcOptions options) throws SignInException {
    Issuer issuer = new Issuer(options.issuer());
    try {
      OIDCProviderMetadata found =
          OIDCProviderMetadata.resolve(issuer, CONNECT_MILLIS, READ_MILLIS);
      return new OidcProvider(found, validator(found, issuer, new ClientID(options.clientId())));
    } catch (IOException | GeneralException | IllegalArgumentException e) {
      log.warn("the sign-in provider {} was not found: {}", options.issuer(), e.getMessage());
      throw unavailable(options.issuer());
    }
  }

  static SignInException unavailable(URI issuer) {
    return new SignInException(
        Reason.UNAVAILABLE,
        "The sign-in provider "
            + issuer
            + " does not answer as it should. Nobody can sign in until it does. The bot's log says"
            + " more.");
  }

  private static IDTokenValidator validator(
      OIDCProviderMetadata metadata, Issuer issuer, ClientID client)
      throws MalformedURLException, GeneralException {
    // Never `none`, and no algorithm for which the client's secret is the key.
    Set<JWSAlgorithm> signatures =
        (metadata.getIDTokenJWSAlgs() == null
                ? List.of(JWSAlgorithm.RS256)
                : metadata.getIDTokenJWSAlgs())
            .stream().filter(JWSAlgorithm.Family.SIGNATURE::contains).collect(Collectors.toSet());
    if (signatures.isEmpty() || metadata.getJWKSetURI() == null) {
      throw new GeneralException("it lists no public keys or no signature algorithm");
    }
    return new IDTokenValidator(
        issuer,
        client,
        new JWSVerificationKeySelector<SecurityContext>(
            signatures,
            JWKSourceBuilder.create(
                    metadata.getJWKSetURI().toURL(),
                    new DefaultResourceRetriever(CONNECT_MILLIS, READ_MILLIS, MOST_BYTES_OF_KEYS))
                .build()),
        null);
  }

  URI authorization() {
    return metadata.getAuthorizationEndpointURI();
  }

  URI token() {
    return metadata.getTokenEndpointURI();
  }

  /** Returns whether each answer must name its issuer (RFC 9207). */
  boolean namesItself() {
    return metadata.supportsAuthorizationResponseIssuerParam();
  }

  /** Returns whether the client's secret goes into the request's body, not into its header. */
  boolean takesSecretInBody() {
    List<ClientAuthenticationMethod> methods = metadata.getTokenEndpointAuthMethods();
    return methods != null
        && !methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
        && methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST);
  }

  /**
   * Checks signature, issuer, audience, times and nonce of an ID token.
   *
   * @param nonce null where none was sent
   */
  IDTokenClaimsSet check(JWT token, Nonce nonce) throws SignInException {
    try {
      if (token instanceof SignedJWT) {
        return validator.validate(token, nonce);
      }
      log.warn("an ID token without a signature was refused");
    } catch (BadJOSEException e) {
      log.warn("an ID token was refused: {}", e.getMessage());
    } catch (JOSEException e) {
      log.warn("an ID token could not be checked: {}", e.getMessage());
      throw unavailable(URI.create(metadata.getIssuer().getValue()));
    }
    throw new SignInException(
        Reason.REFUSED,
        "The provider's answer is not valid, or not for this sign-in. Nobody was signed in. The"
            + " bot's log says what did not fit.");
  }
}
