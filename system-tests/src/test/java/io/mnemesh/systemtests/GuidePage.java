package io.mnemesh.systemtests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of documentation with commands: a fence {@code sh} is run, one {@code sh until} again and again until it answers as
 * the page says. The fence {@code json} or {@code text} right below says what it answers.
 *
 * @param name  of the file
 * @param steps in the order of the page
 */
record GuidePage(String name, List<Step> steps) {

    private static final Pattern COMMANDS = Pattern.compile(
            "```sh(?<until> until)?\\n(?<commands>.*?)\\n```\\n"
                    + "(?:```(?<kind>json|text)\\n(?<answer>.*?)\\n```\\n)?",
            Pattern.DOTALL);

    /**
     * Commands that are run together.
     *
     * @param line     where they begin, from 1
     * @param commands for the shell
     * @param until    whether they may answer as told only after a while
     * @param answer   what they answer
     */
    record Step(int line, String commands, boolean until, GuideAnswer answer) {}

    static GuidePage read(Path file) throws IOException {
        String text = Files.readString(file);
        var steps = new ArrayList<Step>();
        Matcher fence = COMMANDS.matcher(text);
        while (fence.find()) {
            int line = (int) text.substring(0, fence.start()).lines().count() + 1;
            String kind = fence.group("kind");
            GuideAnswer answer = kind == null ? GuideAnswer.anything() : GuideAnswer.of(kind, fence.group("answer"));
            steps.add(new Step(line, fence.group("commands"), fence.group("until") != null, answer));
        }
        return new GuidePage(file.getFileName().toString(), steps);
    }
}
