package onechat.gateway;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says which argument nobody knows, without showing what might be a secret. Stateless. */
final class WrongArgument {
    /** A name ends before its value: {@code --db-pasword=secret}. */
    private static final Pattern FLAG = Pattern.compile("--[A-Za-z0-9-]{1,32}");

    private static final Pattern WORD = Pattern.compile("[a-z]{1,16}");

    private static final List<Setting> SECRETS = List.of(Setting.DB_PASSWORD, Setting.JWT_SECRET, Setting.TURN_SECRET);

    private WrongArgument() {}

    /** One line about the first argument at fault. */
    static String describe(UnmatchedArgumentException e) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        String argument = e.getUnmatched().getFirst();
        Matcher flag = FLAG.matcher(argument);
        if (flag.lookingAt()) {
            String name = withoutSecret(flag.group());
            for (CommandLine subcommand : command.subcommands().values()) {
                if (subcommand.getCommandSpec().optionsMap().containsKey(name)) {
                    return name + " comes after " + subcommand.getCommandName();
                }
            }
            return "unknown option " + name + "; did you mean "
                    + NearestName.of(name, command.optionsMap().keySet()) + "?";
        }
        if (argument.startsWith("-")) {
            return "unknown option; " + command.qualifiedName() + " --help lists them";
        }
        List<String> subcommands = List.copyOf(command.subcommands().keySet());
        if (!subcommands.isEmpty() && WORD.matcher(argument).matches()) {
            return "unknown command " + argument + "; did you mean " + NearestName.of(argument, subcommands) + "?";
        }
        return "unexpected argument after " + command.qualifiedName() + "; options begin with --";
    }

    /** {@code --db-passwordsecret} shows no more than the option's name. */
    private static String withoutSecret(String flag) {
        for (Setting secret : SECRETS) {
            if (flag.startsWith(secret.flag())) {
                return secret.flag();
            }
        }
        return flag;
    }
}
