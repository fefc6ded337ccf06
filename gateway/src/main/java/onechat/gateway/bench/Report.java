package onechat.gateway.bench;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What was measured, as a table for people and as a JSON object for programs. Confined to one thread. */
final class Report {
    private static final JsonFactory JSON = new JsonFactory();

    private record Figure(String key, String label, Object value, int decimals, String unit) {}

    private final List<Figure> figures = new ArrayList<>();

    Report count(String key, String label, long value) {
        figures.add(new Figure(key, label, value, 0, ""));
        return this;
    }

    Report number(String key, String label, double value, int decimals, String unit) {
        figures.add(new Figure(key, label, value, decimals, unit));
        return this;
    }

    /** How many of each kind. */
    Report counts(String key, String label, Map<String, Long> values) {
        figures.add(new Figure(key, label, new TreeMap<>(values), 0, ""));
        return this;
    }

    /** A line for each figure, the numbers below each other. */
    String table() {
        List<Line> shown = figures.stream().flatMap(Report::lines).toList();
        int labels =
                shown.stream().mapToInt(line -> line.label().length()).max().orElse(0);
        int values =
                shown.stream().mapToInt(line -> line.value().length()).max().orElse(0);
        StringBuilder table = new StringBuilder();
        for (Line each : shown) {
            String line = String.format(
                    Locale.ROOT, "%-" + labels + "s  %" + values + "s %s", each.label(), each.value(), each.unit());
            table.append(line.stripTrailing()).append(System.lineSeparator());
        }
        return table.toString();
    }

    private record Line(String label, String value, String unit) {}

    private static Stream<Line> lines(Figure figure) {
        return switch (figure.value()) {
            case Long whole -> Stream.of(new Line(figure.label(), String.format(Locale.ROOT, "%,d", whole), ""));
            case Double number ->
                Stream.of(new Line(
                        figure.label(),
                        String.format(Locale.ROOT, "%,." + figure.decimals() + "f", number),
                        figure.unit()));
            case Map<?, ?> counts ->
                counts.entrySet().stream()
                        .map(count -> new Line(
                                figure.label() + " " + count.getKey(),
                                String.format(Locale.ROOT, "%,d", (Long) count.getValue()),
                                ""));
            default -> throw new AssertionError("a figure of no known kind");
        };
    }

    /** The same as one line of JSON. */
    String json() {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
            json.writeStartObject();
            for (Figure figure : figures) {
                json.writeName(figure.key());
                write(json, figure);
            }
            json.writeEndObject();
        }
        return line.toString();
    }

    private static void write(JsonGenerator json, Figure figure) {
        switch (figure.value()) {
            case Long whole -> json.writeNumber(whole);
            case Double number ->
                json.writeRawValue(String.format(Locale.ROOT, "%." + figure.decimals() + "f", number));
            case Map<?, ?> counts -> {
                json.writeStartObject();
                counts.forEach((kind, count) -> json.writeNumberProperty(kind.toString(), (Long) count));
                json.writeEndObject();
            }
            default -> throw new AssertionError("a figure of no known kind");
        }
    }
}
