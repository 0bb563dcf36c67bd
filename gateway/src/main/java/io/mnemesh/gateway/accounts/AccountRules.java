package io.mnemesh.gateway.accounts;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What accounts and keys may be called and may do, and who may say so. An admin is confined to the own tenant and cannot
 * hand out the operator's role; an operator may administer every tenant.
 */
public final class AccountRules {

    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9:_.-]{0,62}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9@:._-]{0,127}");
    private static final int MOST_WORDS = 32;
    private static final int LONGEST_TEXT = 200;

    private AccountRules() {}

    public static boolean isOperator(Identity caller) {
        return caller.roles().contains(Identity.OPERATOR);
    }

    /** The tenant that is administered: the caller's own, or for operators the one they name. */
    public static TenantId tenant(Identity caller, @Nullable TenantId asked) {
        TenantId tenant = Objects.requireNonNullElse(asked, caller.tenant());
        if (!tenant.equals(caller.tenant()) && !isOperator(caller)) {
            throw noTenant(tenant);
        }
        return tenant;
    }

    public static ProblemException noTenant(TenantId tenant) {
        return ProblemException.notFound("There is no tenant '" + tenant + "'.");
    }

    /** The name of an account. */
    public static String name(String field, @Nullable String name) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw ProblemException.invalid(
                    field, "Send 1 to 128 letters, digits and @ : . _ -, beginning with a letter or digit: 'ana'.");
        }
        return name;
    }

    /** Roles that the caller may hand out; {@code ["member"]} if left out. */
    public static List<String> roles(Identity caller, @Nullable List<String> roles) {
        List<String> wanted = words("roles", Objects.requireNonNullElse(roles, List.of("member")));
        if (wanted.contains(Identity.OPERATOR) && !isOperator(caller)) {
            throw new ProblemException(ProblemType.FORBIDDEN, "Only an operator can make an operator.");
        }
        return wanted;
    }

    /** Names of roles or scopes. */
    public static List<String> words(String field, List<String> words) {
        if (words.size() > MOST_WORDS
                || words.stream()
                        .anyMatch(word -> word == null || !WORD.matcher(word).matches())) {
            throw ProblemException.invalid(
                    field, "Send at most " + MOST_WORDS + " names of a-z, 0-9 and : . _ -, for example 'member'.");
        }
        return words.stream().distinct().toList();
    }

    /** A short text for people; empty if left out. */
    public static String text(String field, @Nullable String text) {
        String given = Objects.requireNonNullElse(text, "");
        if (given.length() > LONGEST_TEXT || given.indexOf('\0') >= 0) {
            throw ProblemException.invalid(field, "Send at most " + LONGEST_TEXT + " characters.");
        }
        return given;
    }
}
