namespace CreditHub.Pipelines.Merge;

/// <summary>A platform that takes the dataset. <paramref name="Withheld"/> says in Chinese why a row is not owed to it, or null when it is owed.</summary>
internal sealed record Route(short PlatformNo, Func<AcceptedRow, string?> Withheld);
