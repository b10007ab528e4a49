#!/usr/bin/env python3
"""Times torchdiffeq on the problems of `turnpike bench`, with the same settings, and prints one JSON line of the same keys.

usage: torchdiffeq_peer.py PROBLEM --method M --iterations N [--threads T] [--seed S]

PROBLEM  moons    512 points, noise 0.1; field 2-16-2 tanh; Adam 0.1
         annuli   512 points on two circles; state 3 (one zero), field 3-32-3 tanh; Adam 0.01
         spirals  stable flow, energy sigmoid(MLP 4-32-32-1), linear read-out, cross-entropy; Adam 0.01
         negation stable flow, energy (MLP 2-16-16-1) squared, y = -u on 100 points; Adam 0.01
         cnf-moons continuous normalising flow, 512 fresh points for every iteration; field (2 + time)-64-64-2 tanh, trace by as
                  many products with its Jacobian, base N(0, I); Adam 0.001. ms_inference is the log-density of 512 points,
                  ms_sampling what drawing 512 takes, loss that of 8192 further points
METHOD   vanilla       t_f = 1; the first two with RK4 step 0.01, the flows with RK4 step 0.05
         minimum-time  (moons, annuli) t_f learned in [0.01001, 1] from 1, loss + t_f; annuli with rate x0.999
         lyapunov-pretrain (moons, annuli) mean over the grid points of [0, 0.05] of max(0, dV/dt + 20 V), V stopped in the second
                       term; annuli with Adam 0.03 and rate x0.999
         combined      (moons, annuli) the same + loss + t_f, with t_f learned from 0.05
         adjoint       (moons, annuli) as vanilla, with odeint_adjoint
         steer         (moons, annuli) as vanilla, with t_f uniform in (0.5, 1.5) in each iteration
         taynode       (moons, annuli) as vanilla, with 0.01 times the mean square of the third derivative along the way, taken
                       by nested autograd
         dopri5        (spirals, negation) as vanilla, with Dopri5 at 1e-6
torchdiffeq's "rk4" is the 3/8 rule. Gradients by backpropagation through the solver except for `adjoint`.

"objective" is the lowest value of what is minimised, "loss" the terminal loss of that iterate (of `steer` the lowest at t_f = 1, measured
after each iteration while no clock runs; of cnf-moons, whose points change, that of the last iterate), "loss_last" that of the last one.
"""
import argparse
import json
import math
import os
import statistics
import time

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("problem", choices=["moons", "annuli", "spirals", "negation", "cnf-moons"])
parser.add_argument("--method", default="vanilla", choices=["vanilla", "minimum-time", "adjoint", "dopri5", "steer", "taynode", "lyapunov-pretrain",
                                                            "combined"])
parser.add_argument("--iterations", type=int, default=20)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--seed", type=int, default=0)
args = parser.parse_args()
# With two threads in torch's pool and two in OpenBLAS's on two cores, the pools spin against each other.
os.environ["OMP_NUM_THREADS"] = str(args.threads)
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import torch  # noqa: E402
import torchdiffeq  # noqa: E402

torch.set_num_threads(args.threads)
torch.manual_seed(args.seed)
cross_entropy = torch.nn.functional.cross_entropy
evaluations = 0


def mlp(*widths):
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        layers += [torch.nn.Linear(inputs, outputs), torch.nn.Tanh()]
    return torch.nn.Sequential(*layers[:-1])


class Field(torch.nn.Module):
    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, t, z):
        global evaluations
        evaluations += 1
        return self.net(z)


def fixed_steps(field, z0, end, step, solve):
    """The state at `end`; only the end is asked for, which is torchdiffeq's fastest way. Gradients reach `end`."""
    count = max(1, math.ceil(float(end) / step - 1e-4))
    inner = torch.arange(count) * step

    def grid(_field, _state, t):
        return torch.cat([inner, t[-1:]]) if bool(t[0] <= t[-1]) else torch.cat([t[:1], inner.flip(0)])

    end = end.view(1) if torch.is_tensor(end) else torch.tensor([float(end)])
    return solve(field, z0, torch.cat([torch.zeros(1), end]), method="rk4", options=dict(grid_constructor=grid))[-1]


def directional(value, z, direction):
    """The derivative of `value` by z along `direction`, by two reverse passes; it can be differentiated again."""
    weight = torch.zeros_like(value, requires_grad=True)
    transposed, = torch.autograd.grad(value, z, weight, create_graph=True)
    return torch.autograd.grad(transposed, weight, direction, create_graph=True)[0]


class Classifier:
    """moons and annuli: logits are the first two coordinates of the state."""

    def __init__(self):
        half = 256
        if args.problem == "moons":
            phi = torch.linspace(0, math.pi, half)
            upper = torch.stack([phi.cos(), phi.sin()], 1)
            lower = torch.stack([1 - phi.cos(), 0.5 - phi.sin()], 1)
            self.z0 = torch.cat([upper, lower]) + 0.1 * torch.randn(2 * half, 2)
            self.field, rate, decay = Field(mlp(2, 16, 2)), 0.1, 1.0
        else:
            radius = torch.cat([torch.full((half,), 0.5), torch.full((half,), 1.0)])
            angle = torch.rand(2 * half) * 2 * math.pi
            x = torch.stack([radius * angle.cos(), radius * angle.sin()], 1) + 0.01 * torch.randn(2 * half, 2)
            self.z0 = torch.cat([x, torch.zeros(2 * half, 1)], 1)
            self.field, rate, decay = Field(mlp(3, 32, 3)), 0.01, 0.999 if args.method == "minimum-time" else 1.0
        self.labels = torch.arange(2 * half) // half
        self.learned = args.method in ("minimum-time", "combined")
        self.lyapunov = args.method in ("lyapunov-pretrain", "combined")
        if self.lyapunov and args.problem == "annuli":
            rate, decay = 0.03, 0.999
        self.end = torch.nn.Parameter(torch.tensor(0.05 if self.lyapunov else 1.0), requires_grad=self.learned)
        self.solve = torchdiffeq.odeint_adjoint if args.method == "adjoint" else torchdiffeq.odeint
        parameters = list(self.field.parameters()) + ([self.end] if self.learned else [])
        self.optimizer = torch.optim.Adam(parameters, lr=rate)
        self.schedule = torch.optim.lr_scheduler.ExponentialLR(self.optimizer, decay)

    def predict(self):
        return fixed_steps(self.field, self.z0, self.end, 0.01, self.solve)[:, :2]

    def lyapunov_loss(self):
        """The mean over the grid points, which all have to be asked for."""
        inner = torch.arange(max(1, math.ceil(float(self.end) / 0.01 - 1e-4))) * 0.01
        states = torchdiffeq.odeint(self.field, self.z0, torch.cat([inner, self.end.view(1)]), method="rk4")
        labels = self.labels[None].expand(len(states), -1).flatten()
        loss, change = torch.autograd.functional.jvp(
            lambda z: cross_entropy(z[:, :, :2].flatten(0, 1), labels, reduction="none"), states, self.field.net(states),
            create_graph=True)
        pointwise = torch.relu(change + 20 * loss.detach()).mean()
        self.terminal = loss[-len(self.labels):].mean()
        return pointwise + (self.terminal + self.end if self.learned else 0.0)

    def loss(self):
        if self.lyapunov:
            return self.lyapunov_loss()
        if args.method == "steer":
            end = 0.5 + torch.rand(()).item()
            self.terminal = cross_entropy(fixed_steps(self.field, self.z0, end, 0.01, self.solve)[:, :2], self.labels)
            return self.terminal
        if args.method == "taynode":
            start = torch.cat([self.z0, torch.zeros(len(self.z0), 1)], 1)
            final = fixed_steps(self.regularised, start, 1.0, 0.01, self.solve)
            self.terminal = cross_entropy(final[:, :2], self.labels)
            return self.terminal + 0.01 * final[:, -1].mean()
        self.terminal = cross_entropy(self.predict(), self.labels)
        return self.terminal + (self.end if self.learned else 0.0)

    def regularised(self, t, state):
        z = state[:, :-1]
        if not z.requires_grad:
            z = z.detach().requires_grad_()
        first = self.field(t, z)
        second = directional(first, z, first)
        third = directional(second, z, first)
        return torch.cat([first, (third**2).mean(1, keepdim=True)], 1)

    def clip(self):
        if self.learned:
            self.end.data.clamp_(0.01001, 1.0)

    def metrics(self, logits):
        accuracy = (logits.argmax(1) == self.labels).float().mean()
        return dict(loss=float(cross_entropy(logits, self.labels)), accuracy=float(accuracy), terminal_time=float(self.end))


class StableFlow:
    """spirals and negation: the field is the negative gradient of an energy, taken by autograd inside the solver."""

    def __init__(self):
        self.readout = None
        if args.problem == "spirals":
            count = 512
            self.labels = torch.arange(count) % 3
            s = torch.rand(count)
            phi = 2 * math.pi * self.labels / 3 + 1.5 * math.pi * s + 0.1 * torch.randn(count)
            self.u = (0.1 + 0.9 * s)[:, None] * torch.stack([phi.cos(), phi.sin()], 1)
            self.net, self.readout = mlp(4, 32, 32, 1), torch.nn.Linear(2, 3)
        else:
            self.u = torch.linspace(-1, 1, 100)[:, None]
            self.net = mlp(2, 16, 16, 1)
        parameters = list(self.net.parameters()) + (list(self.readout.parameters()) if self.readout else [])
        self.optimizer = torch.optim.Adam(parameters, lr=0.01)
        self.schedule = torch.optim.lr_scheduler.ExponentialLR(self.optimizer, 1.0)

    def field(self, t, x):
        global evaluations
        evaluations += 1
        training = torch.is_grad_enabled()
        with torch.enable_grad():
            if not (training and x.requires_grad):
                x = x.detach().requires_grad_()
            out = self.net(torch.cat([x, self.u], 1))
            energy = torch.sigmoid(out) if self.readout else out**2
            gradient, = torch.autograd.grad(energy.sum(), x, create_graph=training)
        return -gradient

    def final(self):
        if args.method == "dopri5":
            times = torch.tensor([0.0, 1.0])
            return torchdiffeq.odeint(self.field, self.u, times, method="dopri5", rtol=1e-6, atol=1e-6)[-1]
        return fixed_steps(self.field, self.u, 1.0, 0.05, torchdiffeq.odeint)

    def predict(self):
        return self.readout(self.final()) if self.readout else self.final()

    def loss(self):
        if self.readout:
            self.terminal = cross_entropy(self.predict(), self.labels)
            return self.terminal
        x = self.final()
        self.terminal = ((x + self.u) ** 2).mean()
        return self.terminal + 1e-2 * (self.field(1.0, x) ** 2).sum(1).mean()

    def clip(self):
        pass

    def metrics(self, prediction):
        if self.readout:
            accuracy = (prediction.argmax(1) == self.labels).float().mean()
            return dict(loss=float(cross_entropy(prediction, self.labels)), accuracy=float(accuracy), terminal_time=1.0)
        return dict(loss=float(((prediction + self.u) ** 2).mean()), accuracy=None, terminal_time=1.0)


class DensityFlow:
    """cnf-moons: the density of the two moons, data at t = 0, base at t = 1."""

    def __init__(self):
        self.net = mlp(3, 64, 64, 2)
        self.optimizer = torch.optim.Adam(self.net.parameters(), lr=1e-3)
        self.schedule = torch.optim.lr_scheduler.ExponentialLR(self.optimizer, 1.0)
        self.steps = dict(grid_constructor=lambda f, z, t: torch.linspace(float(t[0]), float(t[-1]), 21))

    @staticmethod
    def points(count):
        phi = torch.rand(count) * math.pi
        lower = torch.arange(count) % 2 > 0
        x = torch.where(lower, 1 - phi.cos(), phi.cos())
        y = torch.where(lower, 0.5 - phi.sin(), phi.sin())
        return torch.stack([x, y], 1) + 0.1 * torch.randn(count, 2)

    def velocity(self, t, z):
        global evaluations
        evaluations += 1
        return self.net(torch.cat([z, t.expand(len(z), 1)], 1))

    def field(self, t, state):
        training = torch.is_grad_enabled()
        with torch.enable_grad():
            z = state[0]
            if not (training and z.requires_grad):
                z = z.detach().requires_grad_()
            dz = self.velocity(t, z)
            trace = sum(torch.autograd.grad(dz[:, i].sum(), z, create_graph=training, retain_graph=True)[0][:, i]
                        for i in range(2))
        return (dz, trace) if training else (dz.detach(), trace)

    def log_density(self, x):
        state = (x, torch.zeros(len(x)))
        z, change = torchdiffeq.odeint(self.field, state, torch.tensor([0.0, 1.0]), method="rk4", options=self.steps)
        return -0.5 * (z[-1] ** 2).sum(1) - math.log(2 * math.pi) + change[-1]

    def loss(self):
        self.terminal = -self.log_density(self.points(512)).mean()
        return self.terminal

    def clip(self):
        pass

    def predict(self):
        return self.log_density(self.points(512))

    def sample(self):
        times = torch.tensor([1.0, 0.0])
        return torchdiffeq.odeint(self.velocity, torch.randn(512, 2), times, method="rk4", options=self.steps)[-1]

    def metrics(self, _prediction):
        seconds = []
        for _ in range(13):
            begin = time.perf_counter()
            self.sample()
            seconds.append(time.perf_counter() - begin)
        return dict(loss=-float(self.log_density(self.points(8192)).mean()), accuracy=None, terminal_time=1.0,
                    ms_sampling=round(1e3 * statistics.median(seconds[3:]), 4))


if args.problem == "cnf-moons":
    problem = DensityFlow()
else:
    problem = Classifier() if args.problem in ("moons", "annuli") else StableFlow()
seconds, iterates = [], []
start = time.perf_counter()
for _ in range(args.iterations):
    begin = time.perf_counter()
    problem.clip()
    problem.optimizer.zero_grad()
    objective = problem.loss()
    objective.backward()
    problem.optimizer.step()
    problem.schedule.step()
    seconds.append(time.perf_counter() - begin)
    iterates.append((float(objective.detach()), float(problem.terminal.detach())))
    if args.method == "steer":
        # Losses at different times do not compare, so every iterate is judged at t_f.
        begin, before = time.perf_counter(), evaluations
        with torch.no_grad():
            judged = float(cross_entropy(problem.predict(), problem.labels))
        iterates[-1] = (judged, judged)
        start, evaluations = start + time.perf_counter() - begin, before
total = time.perf_counter() - start
problem.clip()
training_evaluations, evaluations = evaluations, 0
inference = []
with torch.no_grad():
    for _ in range(13):
        begin = time.perf_counter()
        prediction = problem.predict()
        inference.append(time.perf_counter() - begin)
    inference_evaluations = evaluations / 13
    result = problem.metrics(prediction)
result["loss_last"] = result["loss"]
result["objective"], lowest = min(iterates)
if args.problem != "cnf-moons":
    result["loss"] = min(lowest, result["loss"]) if args.method in ("vanilla", "adjoint", "dopri5", "steer") else lowest
line = dict(peer="torchdiffeq " + torchdiffeq.__version__, torch=torch.__version__, problem=args.problem, method=args.method,
            threads=args.threads, iterations=args.iterations,
            ms_per_iteration=round(1e3 * statistics.median(seconds[3:] or seconds), 4), seconds_total=round(total, 4),
            ms_inference=round(1e3 * statistics.median(inference[3:]), 4),
            nfe_training=training_evaluations / max(1, args.iterations), nfe_inference=inference_evaluations, **result)
print(json.dumps(line))
