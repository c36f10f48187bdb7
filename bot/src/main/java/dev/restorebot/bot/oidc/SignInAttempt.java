package dev.restorebot.bot.oidc;

import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import java.net.URI;

/** A sign-in that was begun: what the provider's answer must fit. */
public final class SignInAttempt {
  private final URI address;
  private final URI callback;
  private final State state;
  private final Nonce nonce;
  private final CodeVerifier verifier;

  SignInAttempt(URI address, URI callback, State state, Nonce nonce, CodeVerifier verifier) {
    this.address = address;
    this.callback = callback;
    this.state = state;
    this.nonce = nonce;
    this.verifier = verifier;
  }

  /** Returns the provider's page to which the browser is sent. */
  public URI address() {
    return address;
  }

  /** Returns what the answer is recognised by. */
  public String state() {
    return state.getValue();
  }

  URI callback() {
    return callback;
  }

  Nonce nonce() {
    return nonce;
  }

  CodeVerifier verifier() {
    return verifier;
  }
}
