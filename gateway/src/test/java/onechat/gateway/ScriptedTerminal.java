package onechat.gateway;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import onechat.gateway.command.Terminal;
import org.jspecify.annotations.Nullable;

/** Somebody whose answers are known beforehand; a program without any of them. Confined to one thread. */
final class ScriptedTerminal implements Terminal {
    private final boolean person;
    private final Deque<String> answers;
    private final List<String> prompts = new ArrayList<>();

    private ScriptedTerminal(boolean person, String... answers) {
        this.person = person;
        this.answers = new ArrayDeque<>(List.of(answers));
    }

    /** A program that says nothing. */
    ScriptedTerminal() {
        this(false);
    }

    static ScriptedTerminal person(String... answers) {
        return new ScriptedTerminal(true, answers);
    }

    static ScriptedTerminal program(String line) {
        return new ScriptedTerminal(false, line);
    }

    /** What the person was asked, with a star before what was not to be shown. */
    List<String> prompts() {
        return prompts;
    }

    @Override
    public boolean isInteractive() {
        return person;
    }

    @Override
    public @Nullable String ask(String prompt) {
        prompts.add(prompt);
        return answers.poll();
    }

    @Override
    public @Nullable String askSecretly(String prompt) {
        prompts.add("*" + prompt);
        return answers.poll();
    }

    @Override
    public @Nullable String readLine() {
        return answers.poll();
    }
}
