package org.turnpike.sensitivity;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.turnpike.field.Diffusion;
import org.turnpike.field.Field;
import org.turnpike.field.RandomDirection;
import org.turnpike.program.ParameterLayout;
import org.turnpike.program.Program;

/**
 * The optimal control problem that a neural ODE's training is (DEEP Eq. 3): minimise {@code ℓ = Φ(z(t_f)) + ∫ L dt} subject
 * to {@code ż = f(t, z, u; θ)}, {@code z(t0) = h_x(x)}.
 *
 * @param encoder h_x: takes {@code x}; returns {@code z0} rows(n) and, for a control other than x itself, {@code u}
 * @param field f
 * @param runningCost L: takes any of {@code z, t, u, target} and {@link RandomDirection}s; returns {@code cost} rows(1)
 * @param gridCost G: as L; not its integral is paid but its mean over the grid points of the solve, t0 and t_f among them
 * @param terminalCost Φ: takes any of {@code z, target, u}; returns {@code cost} rows(1) and {@code prediction} rows(k)
 * @param diffusion σ of a flow with noise, as {@link Diffusion} describes it; then the cost is that along one path
 */
public record BolzaProblem(
        Program encoder,
        Field field,
        Optional<Program> runningCost,
        Optional<Program> gridCost,
        Program terminalCost,
        Optional<Program> diffusion) {

    private static final Set<String> ALONG_SOLUTION = Stream.concat(
                    Stream.of("z", "t", "u", "target"),
                    Stream.of(RandomDirection.values()).map(RandomDirection::input))
            .collect(Collectors.toUnmodifiableSet());

    public BolzaProblem {
        Objects.requireNonNull(field, "field");
        takesOnly("The encoder", encoder, Set.of("x"));
        takesOnly("The terminal cost", terminalCost, Set.of("z", "target", "u"));
        int width = field.stateWidth();
        expectWidth("The encoder's z0", width, encoder.outputWidth("z0"), "the field's state");
        expectWidth("The terminal cost's cost", 1, terminalCost.outputWidth("cost"), "a cost");
        terminalCost.output("prediction");
        stateAgrees("terminal", terminalCost, width);
        runningCost.ifPresent(cost -> requireAlongSolution("running", cost, width));
        gridCost.ifPresent(cost -> requireAlongSolution("grid", cost, width));
        List<Program> programs = programs(field, runningCost, gridCost, terminalCost);
        oneWidth("u", encoder, programs);
        oneWidth("target", encoder, programs);
        diffusion.ifPresent(Diffusion::check);
        for (RandomDirection direction : RandomDirection.values()) {
            oneWidth(direction.input(), encoder, programs);
        }
    }

    /** Without a cost of grid points, and without noise. */
    public BolzaProblem(Program encoder, Field field, Optional<Program> runningCost, Program terminalCost) {
        this(encoder, field, runningCost, Optional.empty(), terminalCost);
    }

    /** Without noise. */
    public BolzaProblem(
            Program encoder,
            Field field,
            Optional<Program> runningCost,
            Optional<Program> gridCost,
            Program terminalCost) {
        this(encoder, field, runningCost, gridCost, terminalCost, Optional.empty());
    }

    /** The same problem, with this noise. */
    public BolzaProblem shakenBy(Optional<Program> noise) {
        return new BolzaProblem(encoder, field, runningCost, gridCost, terminalCost, noise);
    }

    /** A layout of all parameters: the encoder's, the field's, its noise's, those of costs along the way, the terminal cost's. */
    public ParameterLayout layout() {
        ParameterLayout.Builder layout = new ParameterLayout.Builder();
        layout.add(encoder).add(field.program());
        diffusion.ifPresent(layout::add);
        runningCost.ifPresent(layout::add);
        gridCost.ifPresent(layout::add);
        return layout.add(terminalCost).build();
    }

    /** Width of the control u, 0 where nothing takes one. */
    public int controlWidth() {
        return width("u");
    }

    /** Width of the target, 0 where no cost takes one. */
    public int targetWidth() {
        return width("target");
    }

    /** The random directions that field and running cost take, each with its width. */
    public Map<RandomDirection, Integer> directions() {
        Map<RandomDirection, Integer> widths = new EnumMap<>(RandomDirection.class);
        for (RandomDirection direction : RandomDirection.values()) {
            int width = width(direction.input());
            if (width > 0) {
                widths.put(direction, width);
            }
        }
        return widths;
    }

    /** Width of the encoder's input x; where the encoder takes none, of the control that x then is, or 1. */
    public int inputWidth() {
        if (encoder.hasLeaf("x")) {
            return encoder.inputWidth("x");
        }
        return isControlEncoded() ? 1 : Math.max(1, controlWidth());
    }

    /** Whether the control is the encoder's output {@code u} rather than x. */
    public boolean isControlEncoded() {
        return encoder.outputs().containsKey("u");
    }

    /** Whether the control depends on parameters, so that gradients flow through it. */
    public boolean isControlLearned() {
        return isControlEncoded()
                && controlWidth() > 0
                && !encoder.select("u").parameters().isEmpty();
    }

    /** Width n of the state z. */
    public int stateWidth() {
        return field.stateWidth();
    }

    /**
     * Width of what the forward solve advances: the state, where there is a running cost its integral, and where there is a
     * grid cost its sum and the number of points in it.
     */
    int forwardWidth() {
        return integratedWidth() + (gridCost.isPresent() ? 2 : 0);
    }

    /** Width of the part of it that is integrated. */
    int integratedWidth() {
        return stateWidth() + (runningCost.isPresent() ? 1 : 0);
    }

    public int predictionWidth() {
        return terminalCost.outputWidth("prediction");
    }

    private int width(String input) {
        return programs(field, runningCost, gridCost, terminalCost).stream()
                .filter(program -> program.hasLeaf(input))
                .mapToInt(program -> program.inputWidth(input))
                .findFirst()
                .orElse(0);
    }

    private static void takesOnly(String what, Program program, Set<String> allowed) {
        for (String input : program.inputs()) {
            if (!allowed.contains(input)) {
                throw new IllegalArgumentException(
                        what + " may take " + allowed.stream().sorted().toList() + ", found input '" + input
                                + "' among " + program.inputs());
            }
        }
    }

    private static void stateAgrees(String which, Program cost, int width) {
        if (cost.hasLeaf("z")) {
            expectWidth("The " + which + " cost's z", width, cost.inputWidth("z"), "the field's state");
        }
    }

    private static void expectWidth(String what, int expected, int found, String like) {
        if (expected != found) {
            throw new IllegalArgumentException(
                    what + " must have width " + expected + " as " + like + " has, found " + found);
        }
    }

    private static void requireAlongSolution(String which, Program cost, int width) {
        takesOnly("The " + which + " cost", cost, ALONG_SOLUTION);
        expectWidth("The " + which + " cost's cost", 1, cost.outputWidth("cost"), "a cost");
        stateAgrees(which, cost, width);
    }

    private static void oneWidth(String input, Program encoder, List<Program> programs) {
        Set<Integer> widths = programs.stream()
                .filter(program -> program.hasLeaf(input))
                .map(program -> program.inputWidth(input))
                .collect(Collectors.toSet());
        if (input.equals("u") && !widths.isEmpty()) {
            if (encoder.outputs().containsKey("u")) {
                widths.add(encoder.outputWidth("u"));
            } else if (encoder.hasLeaf("x")) {
                widths.add(encoder.inputWidth("x"));
            }
        }
        if (widths.size() > 1) {
            throw new IllegalArgumentException(
                    "'" + input + "' must have one width in field, costs and encoder (where the "
                            + "encoder returns no u, the control is x), found "
                            + widths.stream().sorted().toList());
        }
    }

    private static List<Program> programs(
            Field field, Optional<Program> runningCost, Optional<Program> gridCost, Program terminalCost) {
        return Stream.of(Optional.of(field.program()), runningCost, gridCost, Optional.of(terminalCost))
                .flatMap(Optional::stream)
                .toList();
    }
}
