using CreditHub.Pipelines.Ports;

namespace CreditHub.Pipelines.Catalog;

/// <summary>
/// What config may name that lives outside this room. <paramref name="CronProblem"/> says what is wrong with a cron
/// expression, or null when it is good.
/// </summary>
public sealed record ConfigKinds(
    IReadOnlyList<IKind<ISource>> Sources,
    IReadOnlyList<IKind<IPayloadDecoder>> Decoders,
    IReadOnlyList<IKind<IPlatform>> Platforms,
    Func<string, string?> CronProblem);
