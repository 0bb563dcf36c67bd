package io.mnemesh.gateway.passwords;

import io.mnemesh.mesh.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a new password has to be like: long, not made of a few characters, and not of the account's name. */
@ApplicationScoped
public class PasswordRules {

    /** Longest password that is read at all. */
    public static final int LONGEST = 256;

    private static final int FEWEST_DIFFERENT = 5;

    private final PasswordConfig config;

    PasswordRules(PasswordConfig config) {
        this.config = config;
    }

    /**
     * The password, if it may be used.
     *
     * @throws ProblemException {@code invalid-value} for the member {@code password}
     */
    public String check(String account, @Nullable String password) {
        if (password == null
                || password.codePointCount(0, password.length()) < config.shortest()
                || password.length() > LONGEST) {
            throw wrong("A password has " + config.shortest() + " to " + LONGEST + " characters.");
        }
        if (password.codePoints().distinct().count() < FEWEST_DIFFERENT) {
            throw wrong("A password has at least " + FEWEST_DIFFERENT + " different characters.");
        }
        if (account.length() > 2 && password.toLowerCase(Locale.ROOT).contains(account.toLowerCase(Locale.ROOT))) {
            throw wrong("A password does not hold the name of its account.");
        }
        return password;
    }

    private static ProblemException wrong(String detail) {
        return ProblemException.invalid("password", detail);
    }
}
