package dev.restorebot.bot.oidc;

import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads from ID tokens what providers write in several ways. */
final class Claims {
  private static final int LONGEST_NAME = 80;

  private Claims() {}

  /** Returns a name to show: one line, never empty. */
  static String name(IDTokenClaimsSet claims) {
    String subject = claims.getSubject().getValue();
    String name =
        Stream.of("name", "preferred_username", "email")
            .map(claims::getStringClaim)
            .filter(Objects::nonNull)
            .map(text -> text.replaceAll("\\p{C}", "").strip())
            .filter(text -> !text.isEmpty())
            .findFirst()
            .orElse(subject);
    return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
  }

  /** Returns the groups: of a list, or of one text. */
  static Set<String> groups(IDTokenClaimsSet claims, String claim) {
    Object value = claims.getClaim(claim);
    Stream<?> all = value instanceof Collection<?> list ? list.stream() : Stream.ofNullable(value);
    return all.filter(String.class::isInstance).map(String.class::cast).collect(Collectors.toSet());
  }
}
