package io.mnemesh.memory.context;

import io.mnemesh.memory.context.ContextPack.Item;
import io.mnemesh.memory.context.ContextPack.Section;
import io.mnemesh.memory.memories.Memory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Packs memories into a number of tokens: open tasks into at most a fifth of it, the latest turns into at most two fifths,
 * facts into what is left, and earlier turns into what is left then. The same memories make the same text. Belongs to one
 * thread.
 */
final class Packer {

    private static final double TASKS_SHARE = 0.2;
    private static final double TURNS_SHARE = 0.4;

    private final Part facts = new Part("facts", "Facts");
    private final Part tasks = new Part("tasks", "Open tasks");
    private final Part turns = new Part("turns", "Recent turns");
    private final int most;
    private int left;

    /** @param most tokens there is room for */
    Packer(int most) {
        this.most = most;
    }

    /**
     * Packs these.
     *
     * @param known  facts, the most important first
     * @param open   tasks, the most important first
     * @param latest turns, the latest first
     */
    ContextPack pack(List<Memory> known, List<Memory> open, List<Memory> latest) {
        int said = 0;
        open.forEach(task -> add(tasks, Packer::line, task, (int) (most * TASKS_SHARE)));
        while (said < latest.size() && add(turns, Packer::said, latest.get(said), (int) (most * TURNS_SHARE))) {
            said++;
        }
        known.forEach(fact -> add(facts, Packer::line, fact, most));
        while (said < latest.size() && add(turns, Packer::said, latest.get(said), most)) {
            said++;
        }
        left = known.size() + open.size() + latest.size() - facts.size() - tasks.size() - turns.size();
        Collections.reverse(turns.items);
        return pack();
    }

    private ContextPack pack() {
        var text = new StringBuilder();
        var sections = new ArrayList<Section>();
        for (Part part : List.of(facts, tasks, turns)) {
            if (part.size() > 0) {
                sections.add(new Section(part.name, part.items));
                text.append(text.isEmpty() ? "" : "\n").append(part.heading());
                part.items.forEach(item -> text.append(item.text()).append('\n'));
            }
        }
        return new ContextPack(text.toString(), Tokens.in(text.toString()), sections, left, null);
    }

    /** Adds a line if the part does not outgrow its share and the whole its room by it. */
    private boolean add(Part part, Line line, Memory memory, int share) {
        String text = line.of(memory);
        int cost = Tokens.in(text) + (part.size() == 0 ? Tokens.in(part.heading()) : 0);
        boolean fits = part.tokens + cost <= share && facts.tokens + tasks.tokens + turns.tokens + cost <= most;
        if (fits) {
            part.items.add(new Item(memory.id(), text));
            part.tokens += cost;
        }
        return fits;
    }

    private static String line(Memory memory) {
        return "- " + flat(memory.content());
    }

    /** A turn with who says it, unless it says so itself. */
    private static String said(Memory turn) {
        String text = flat(turn.content());
        String user = turn.context().user();
        String speaker = user == null ? turn.context().agent() : user;
        boolean named =
                speaker == null || text.toLowerCase(Locale.ROOT).startsWith(speaker.toLowerCase(Locale.ROOT) + ":");
        return named ? text : speaker + ": " + text;
    }

    private static String flat(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    /** How a memory is written. */
    private interface Line {
        String of(Memory memory);
    }

    /** A section that is being filled. */
    private static final class Part {

        private final String name;
        private final String title;
        private final List<Item> items = new ArrayList<>();
        private int tokens;

        Part(String name, String title) {
            this.name = name;
            this.title = title;
        }

        String heading() {
            return "## " + title + "\n";
        }

        int size() {
            return items.size();
        }
    }
}
