package io.mnemesh.memory.index.ranking;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * English expressions of time in a text, resolved against the moment it was said: dates with and without a year, months,
 * years, "yesterday", "last week", "last May", "three weeks ago". Days are days of UTC.
 */
public final class TimeExpressions {

    /** Most expressions read from one text. */
    private static final int MOST = 8;

    private static final String MONTH =
            "january|february|march|april|may|june|july|august|september|october|november|december";
    private static final String DAY_NUMBER = "(\\d{1,2})(?:st|nd|rd|th)?";
    private static final String YEAR = "((?:19|20)\\d{2})";
    private static final String COUNT =
            "(\\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a couple of|a few)";
    private static final Map<String, Integer> NUMBERS = Map.ofEntries(
            Map.entry("a", 1),
            Map.entry("an", 1),
            Map.entry("one", 1),
            Map.entry("two", 2),
            Map.entry("a couple of", 2),
            Map.entry("three", 3),
            Map.entry("a few", 3),
            Map.entry("four", 4),
            Map.entry("five", 5),
            Map.entry("six", 6),
            Map.entry("seven", 7),
            Map.entry("eight", 8),
            Map.entry("nine", 9),
            Map.entry("ten", 10),
            Map.entry("eleven", 11),
            Map.entry("twelve", 12));

    private static final List<Rule> RULES = List.of(
            rule(
                    YEAR + "-(\\d{2})-(\\d{2})",
                    (found, said) -> day(number(found, 1), number(found, 2), number(found, 3))),
            rule(
                    DAY_NUMBER + "(?: of)? (" + MONTH + ")(?:,? " + YEAR + ")?",
                    (found, said) -> date(found.group(3), month(found.group(2)), number(found, 1))),
            rule(
                    "(" + MONTH + ") " + DAY_NUMBER + "(?!\\d)(?:,? " + YEAR + ")?",
                    (found, said) -> date(found.group(3), month(found.group(1)), number(found, 2))),
            rule("(" + MONTH + "),? " + YEAR, (found, said) -> monthOf(number(found, 2), month(found.group(1)), false)),
            rule("(last|next) (" + MONTH + ")", (found, said) -> relativeMonth(found, said)),
            rule(
                    "(?:in|during|of|since|by|this|early|late|mid) (" + MONTH + ")",
                    (found, said) -> monthOf(said.getYear(), month(found.group(1)), true)),
            rule(
                    "(january|february|april|june|july|august|september|october|november|december)",
                    (found, said) -> monthOf(said.getYear(), month(found.group(1)), true)),
            rule(YEAR, (found, said) -> span(LocalDate.of(number(found, 1), 1, 1), ChronoUnit.YEARS)),
            rule("today|tonight|this (?:morning|afternoon|evening)", (found, said) -> span(said, ChronoUnit.DAYS)),
            rule("yesterday|last night", (found, said) -> span(said.minusDays(1), ChronoUnit.DAYS)),
            rule("tomorrow", (found, said) -> span(said.plusDays(1), ChronoUnit.DAYS)),
            rule("(last|this|next) (week|month|year)", (found, said) -> relativeUnit(found, said)),
            rule("(last|this|next) weekend", (found, said) -> weekend(found, said)),
            rule(
                    "(last|this|next) (monday|tuesday|wednesday|thursday|friday|saturday|sunday)",
                    (found, said) -> weekday(found, said)),
            rule(COUNT + " (day|week|month|year)s? ago", (found, said) -> ago(found, said)));

    private TimeExpressions() {}

    /** The spans {@code text} speaks of, in the order of its rules; at most eight. */
    public static List<TimeSpan> in(String text, Instant saidAt) {
        String rest = text.toLowerCase(Locale.ROOT);
        LocalDate said = saidAt.atZone(ZoneOffset.UTC).toLocalDate();
        var spans = new ArrayList<TimeSpan>();
        for (Rule rule : RULES) {
            var matcher = rule.pattern.matcher(rest);
            var left = new StringBuilder();
            while (matcher.find()) {
                MatchResult found = matcher.toMatchResult();
                if (spans.size() < MOST) {
                    rule.read(found, said).ifPresent(spans::add);
                }
                matcher.appendReplacement(left, " ; ");
            }
            matcher.appendTail(left);
            rest = left.toString();
        }
        return List.copyOf(spans);
    }

    private static Rule rule(String pattern, Reading reading) {
        return new Rule(Pattern.compile("\\b(?:" + pattern + ")\\b"), reading);
    }

    private static int number(MatchResult found, int group) {
        return Integer.parseInt(found.group(group));
    }

    private static Month month(String name) {
        return Month.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static TimeSpan day(int year, int month, int day) {
        return span(LocalDate.of(year, month, day), ChronoUnit.DAYS);
    }

    private static TimeSpan date(@Nullable String year, Month month, int day) {
        TimeSpan span = day(year == null ? 2000 : Integer.parseInt(year), month.getValue(), day);
        return year == null ? new TimeSpan(span.from(), span.to(), true) : span;
    }

    private static TimeSpan monthOf(int year, Month month, boolean yearly) {
        TimeSpan span = span(LocalDate.of(year, month, 1), ChronoUnit.MONTHS);
        return new TimeSpan(span.from(), span.to(), yearly);
    }

    private static TimeSpan relativeMonth(MatchResult found, LocalDate said) {
        Month month = month(found.group(2));
        boolean last = found.group(1).equals("last");
        int year = said.getYear();
        if (last && month.getValue() >= said.getMonthValue()) {
            year--;
        } else if (!last && month.getValue() <= said.getMonthValue()) {
            year++;
        }
        return monthOf(year, month, false);
    }

    private static TimeSpan relativeUnit(MatchResult found, LocalDate said) {
        int shift = shift(found.group(1));
        return switch (found.group(2)) {
            case "week" -> span(monday(said).plusWeeks(shift), ChronoUnit.WEEKS);
            case "month" -> span(said.withDayOfMonth(1).plusMonths(shift), ChronoUnit.MONTHS);
            default -> span(said.withDayOfYear(1).plusYears(shift), ChronoUnit.YEARS);
        };
    }

    private static TimeSpan weekend(MatchResult found, LocalDate said) {
        LocalDate saturday = monday(said).plusDays(5).plusWeeks(shift(found.group(1)));
        return between(saturday, saturday.plusDays(2));
    }

    private static TimeSpan weekday(MatchResult found, LocalDate said) {
        DayOfWeek day = DayOfWeek.valueOf(found.group(2).toUpperCase(Locale.ROOT));
        LocalDate meant =
                switch (shift(found.group(1))) {
                    case -1 -> said.with(TemporalAdjusters.previous(day));
                    case 0 -> said.with(TemporalAdjusters.nextOrSame(day));
                    default -> said.with(TemporalAdjusters.next(day));
                };
        return span(meant, ChronoUnit.DAYS);
    }

    /** What is said to be some units ago is known to about half a unit. */
    private static TimeSpan ago(MatchResult found, LocalDate said) {
        Integer word = NUMBERS.get(found.group(1));
        int count = word == null ? number(found, 1) : word;
        return switch (found.group(2)) {
            case "day" -> span(said.minusDays(count), ChronoUnit.DAYS);
            case "week" ->
                between(
                        said.minusWeeks(count).minusDays(3),
                        said.minusWeeks(count).plusDays(4));
            case "month" ->
                between(
                        said.minusMonths(count).minusDays(15),
                        said.minusMonths(count).plusDays(15));
            default ->
                between(
                        said.minusYears(count).minusMonths(6),
                        said.minusYears(count).plusMonths(6));
        };
    }

    private static int shift(String word) {
        return switch (word) {
            case "last" -> -1;
            case "next" -> 1;
            default -> 0;
        };
    }

    private static LocalDate monday(LocalDate day) {
        return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    private static TimeSpan span(LocalDate from, ChronoUnit unit) {
        return between(from, from.plus(1, unit));
    }

    private static TimeSpan between(LocalDate from, LocalDate to) {
        return new TimeSpan(
                from.atStartOfDay(ZoneOffset.UTC).toInstant(),
                to.atStartOfDay(ZoneOffset.UTC).toInstant(),
                false);
    }

    /** How a match becomes a span. */
    private interface Reading {
        TimeSpan of(MatchResult found, LocalDate said);
    }

    private record Rule(Pattern pattern, Reading reading) {

        /** Empty where the match names no day of the calendar. */
        Optional<TimeSpan> read(MatchResult found, LocalDate said) {
            try {
                return Optional.of(reading.of(found, said));
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }
    }
}
