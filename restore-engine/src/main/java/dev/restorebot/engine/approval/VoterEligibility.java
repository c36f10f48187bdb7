package dev.restorebot.engine.approval;

import dev.restorebot.engine.state.Actor;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rules for which somebody else must be asked: who is a lead, and whose code is right. */
final class VoterEligibility {
  private static final Logger LOG = LoggerFactory.getLogger(VoterEligibility.class);

  private final Membership membership;
  private final SecondFactor secondFactor;

  VoterEligibility(Membership membership, SecondFactor secondFactor) {
    this.membership = membership;
    this.secondFactor = secondFactor;
  }

  /** Refuses who is no lead, and everybody when that cannot be asked. */
  Optional<Transition> refuseUnlessLead(Actor actor) {
    try {
      if (lead(actor)) {
        return Optional.empty();
      }
      return Optional.of(
          Transition.refuse(
              Refusal.NOT_A_LEAD, "Only on-call leads can decide this. Nothing changed."));
    } catch (MembershipUnknownException e) {
      return Optional.of(refuseUnknown(e));
    }
  }

  boolean lead(Actor actor) throws MembershipUnknownException {
    try {
      return membership.isLead(actor);
    } catch (RuntimeException e) {
      // Its message may be a library's, with anything in it.
      LOG.warn("could not look up the on-call leads ({})", e.getClass().getName());
      throw new MembershipUnknownException("the lookup failed, see the bot's log", e);
    }
  }

  static Transition refuseUnknown(MembershipUnknownException e) {
    return Transition.refuse(
        Refusal.MEMBERSHIP_UNKNOWN,
        "The on-call leads cannot be looked up now ("
            + e.getMessage()
            + "), so nothing changed. Try again in a minute.");
  }

  /** A check of one try's code that is made once, however often the try is looked at. */
  CodeGate codeOf(Actor actor, Optional<SecondFactorCode> code, boolean needed) {
    return new CodeGate(actor, code, needed);
  }

  final class CodeGate {
    private final Actor actor;
    private final Optional<SecondFactorCode> code;
    private boolean good;

    private CodeGate(Actor actor, Optional<SecondFactorCode> code, boolean needed) {
      this.actor = actor;
      this.code = code;
      this.good = !needed;
    }

    Optional<Transition> refuseUnlessGood() {
      if (good) {
        return Optional.empty();
      }
      if (code.isEmpty()) {
        return Optional.of(
            Transition.refuse(
                Refusal.CODE_NEEDED, "This needs a code from your authenticator app."));
      }
      SecondFactor.Answer answer = secondFactor.check(actor, code.get());
      good = answer == SecondFactor.Answer.GOOD;
      return good
          ? Optional.empty()
          : Optional.of(Transition.refuse(Refusal.CODE_REFUSED, answer.words()));
    }
  }
}
