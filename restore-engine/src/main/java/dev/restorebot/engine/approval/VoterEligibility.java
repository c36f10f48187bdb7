package dev.restorebot.engine.approval;

import dev.restorebot.engine.state.Actor;
import java.util.Optional;
import java.util.Set;
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
    return refuseUnless(
        () -> membership.isLead(actor),
        Refusal.NOT_A_LEAD,
        "Only on-call leads can decide this. Nothing changed.");
  }

  /** Refuses who is no lead at this moment. */
  Optional<Transition> refuseUnlessLeadNow(Actor actor) {
    return refuseUnless(
        () -> leadNow(actor),
        Refusal.NOT_A_LEAD,
        "Only on-call leads can decide this. Nothing changed.");
  }

  /** Refuses who is not a tester and not a lead. */
  Optional<Transition> refuseUnlessMayRequest(Actor actor) {
    return refuseUnless(
        () -> membership.mayRequest(actor),
        Refusal.MAY_NOT_REQUEST,
        "Only testers and on-call leads can request this. Nothing was requested; ask one of"
            + " them.");
  }

  boolean leadNow(Actor actor) throws MembershipUnknownException {
    return asked(() -> membership.isLeadNow(actor));
  }

  /** Returns the leads who can vote there; empty when they cannot be listed. */
  Optional<Set<String>> leads(String frontEnd) throws MembershipUnknownException {
    return asked(() -> membership.leads(frontEnd));
  }

  private static Optional<Transition> refuseUnless(
      Question<Boolean> question, Refusal why, String words) {
    try {
      return asked(question) ? Optional.empty() : Optional.of(Transition.refuse(why, words));
    } catch (MembershipUnknownException e) {
      return Optional.of(refuseUnknown(e));
    }
  }

  private static <T> T asked(Question<T> question) throws MembershipUnknownException {
    try {
      return question.ask();
    } catch (RuntimeException e) {
      // Its message may be a library's, with anything in it.
      LOG.warn("could not look up the on-call leads ({})", e.getClass().getName());
      throw new MembershipUnknownException("the lookup failed, see the bot's log", e);
    }
  }

  private interface Question<T> {
    T ask() throws MembershipUnknownException;
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
