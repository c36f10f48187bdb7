package dev.restorebot.bot.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.restorebot.bot.oidc.SignInException.Reason;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whom the library lets in, against a provider that speaks the real protocol. */
class OidcClientTest {
  private static final URI CALLBACK = URI.create("https://restore.example.com/sign-in/callback");

  private FakeProvider provider;
  private OidcClient client;

  @BeforeEach
  void start() throws Exception {
    provider = new FakeProvider().with("ben", "restore-leads", "staff");
    client = client(FakeProvider.SECRET);
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  private OidcClient client(String secret) {
    return new OidcClient(
        new OidcOptions(
            provider.issuer(),
            FakeProvider.CLIENT,
            Optional.of(secret),
            List.of("profile"),
            "groups"));
  }

  /** Goes where the browser goes, up to the callback. */
  private static URI visit(SignInAttempt attempt) throws Exception {
    URI address =
        URI.create(attempt.address().toString().replace("/authorize?", "/as?person=ben&"));
    HttpResponse<Void> answer =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding());
    return URI.create(answer.headers().firstValue("Location").orElseThrow());
  }

  private SignInException refused() throws Exception {
    SignInAttempt attempt = client.begin(CALLBACK);
    URI called = visit(attempt);
    return catchThrowableOfType(SignInException.class, () -> client.finish(attempt, called));
  }

  private void refusesTheToken(FakeProvider.Forger forger) throws Exception {
    provider.forge(forger);
    SignInException refused = refused();
    assertThat(refused.reason()).isEqualTo(Reason.REFUSED);
    assertThat(refused).hasMessageContaining("not valid, or not for this sign-in");
  }

  @Test
  void signsInWithSubjectIssuerAndGroups() throws Exception {
    SignInAttempt attempt = client.begin(CALLBACK);
    OidcPerson person = client.finish(attempt, visit(attempt));
    assertThat(person.id()).isEqualTo("ben@127.0.0.1:" + provider.issuer().getPort());
    assertThat(person.name()).isEqualTo("Ben");
    assertThat(person.groups()).isEqualTo(Set.of("restore-leads", "staff"));
    assertThat(client.again(person)).isEmpty();
  }

  @Test
  void refusesATokenWithAnotherNonce() throws Exception {
    refusesTheToken(claims -> FakeProvider.signed(claims.claim("nonce", "another")));
  }

  @Test
  void refusesATokenWithoutANonce() throws Exception {
    refusesTheToken(claims -> FakeProvider.signed(claims.claim("nonce", null)));
  }

  @Test
  void refusesATokenForAnotherClient() throws Exception {
    refusesTheToken(claims -> FakeProvider.signed(claims.audience("wiki")));
  }

  @Test
  void refusesATokenOfAnotherIssuer() throws Exception {
    refusesTheToken(claims -> FakeProvider.signed(claims.issuer("https://other.example.com")));
  }

  @Test
  void refusesATokenThatExpired() throws Exception {
    Instant past = Instant.now().minusSeconds(600);
    refusesTheToken(claims -> FakeProvider.signed(claims.expirationTime(Date.from(past))));
  }

  @Test
  void refusesATokenThatAnotherKeySigned() throws Exception {
    refusesTheToken(claims -> FakeProvider.signed(claims, FakeProvider.key("1")));
  }

  @Test
  void refusesATokenWithoutASignature() throws Exception {
    refusesTheToken(claims -> new PlainJWT(claims.build()).serialize());
  }

  @Test
  void refusesATokenThatTheClientsSecretSigned() throws Exception {
    refusesTheToken(
        claims -> {
          SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims.build());
          token.sign(new MACSigner(FakeProvider.SECRET));
          return token.serialize();
        });
  }

  @Test
  void refusesAnAnswerWithAnotherState() throws Exception {
    provider.answer(target -> target.replaceFirst("state=[^&]*", "state=other"));
    assertThat(refused()).hasMessageContaining("belongs to another sign-in");
  }

  @Test
  void refusesAnAnswerOfAnotherIssuer() throws Exception {
    provider.answer(target -> target + "&iss=https%3A%2F%2Fother.example.com");
    assertThat(refused()).hasMessageContaining("belongs to another sign-in");
  }

  @Test
  void refusesACodeOfAnotherSignIn() throws Exception {
    SignInAttempt mine = client.begin(CALLBACK);
    SignInAttempt theirs = client.begin(CALLBACK);
    String code = visit(theirs).getQuery().replaceFirst(".*code=([^&]*).*", "$1");
    URI called = URI.create(CALLBACK + "?code=" + code + "&state=" + mine.state());
    SignInException refused =
        catchThrowableOfType(SignInException.class, () -> client.finish(mine, called));
    assertThat(refused).hasMessageContaining("(invalid_grant)");
  }

  @Test
  void saysThatTheProviderRefusedThePerson() throws Exception {
    provider.answer(
        target -> target.replaceFirst("code=[^&]*", "error=access_denied&error_description=x"));
    assertThat(refused())
        .hasMessage("The sign-in provider refused (access_denied). Nobody was signed in.");
  }

  @Test
  void saysWhichSettingsAreWrongWhenTheClientIsNotAccepted() throws Exception {
    client = client("other");
    assertThat(refused()).hasMessageContaining("console.sign-in.client-id and client-secret-file");
  }

  @Test
  void saysThatTheProviderIsDownAndWorksWhenItIsBack() throws Exception {
    OidcClient early =
        new OidcClient(
            new OidcOptions(
                URI.create("http://127.0.0.1:1"), "c", Optional.empty(), List.of(), "groups"));
    SignInException down = catchThrowableOfType(SignInException.class, () -> early.begin(CALLBACK));
    assertThat(down.reason()).isEqualTo(Reason.UNAVAILABLE);
    assertThat(down)
        .hasMessage(
            "The sign-in provider http://127.0.0.1:1 does not answer as it should. Nobody can sign"
                + " in until it does. The bot's log says more.");

    SignInAttempt attempt = client.begin(CALLBACK);
    URI called = visit(attempt);
    provider.close();
    assertThat(
            catchThrowableOfType(SignInException.class, () -> client.finish(attempt, called))
                .reason())
        .isEqualTo(Reason.UNAVAILABLE);
  }

  @Test
  void asksForTheGroupsOfTheMomentWithARefreshToken() throws Exception {
    provider.giveRefreshTokens();
    SignInAttempt attempt = client.begin(CALLBACK);
    OidcPerson person = client.finish(attempt, visit(attempt));
    provider.with("ben", "staff");
    OidcPerson now = client.again(person).orElseThrow();
    assertThat(now.groups()).isEqualTo(Set.of("staff"));
    assertThat(now.refreshToken()).isPresent().isNotEqualTo(person.refreshToken());
    provider.remove("ben");
    assertThat(catchThrowableOfType(SignInException.class, () -> client.again(now)).reason())
        .isEqualTo(Reason.REFUSED);
  }

  @Test
  void showsNoSecretInTexts() throws Exception {
    provider.giveRefreshTokens();
    SignInAttempt attempt = client.begin(CALLBACK);
    OidcPerson person = client.finish(attempt, visit(attempt));
    assertThat(person.toString()).doesNotContain(person.refreshToken().orElseThrow());
    assertThat(
            new OidcOptions(provider.issuer(), "c", Optional.of("hidden"), List.of(), "g")
                .toString())
        .doesNotContain("hidden");
  }

  @Test
  void givesNoTwoSubjectsOneId() {
    URI issuer = URI.create("https://id.example.com/realms/ops");
    assertThat(OidcPerson.id(issuer, "asha@example.com"))
        .isEqualTo("asha%40example.com@id.example.com/realms/ops");
    assertThat(OidcPerson.id(issuer, "uid=asha,ou=é"))
        .isEqualTo("uid%3Dasha%2Cou%3D%C3%A9@id.example.com/realms/ops");
    assertThat(OidcPerson.id(issuer, "a%40")).isEqualTo("a%2540@id.example.com/realms/ops");
  }
}
