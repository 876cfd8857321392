namespace CreditHub.Pipelines.Reports;

/// <summary>A name of a subject. <paramref name="Register"/>: a register has it; <paramref name="Until"/> null: still borne.</summary>
public sealed record SubjectNameLine(string Name, bool Register, bool Current, DateOnly Since, DateOnly? Until);
