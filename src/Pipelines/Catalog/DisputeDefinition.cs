namespace CreditHub.Pipelines.Catalog;

/// <summary>How a disputed record is shown: <paramref name="Text"/> stands before what <paramref name="Field"/> says.</summary>
public sealed record DisputeDefinition(string Field, string Text);
