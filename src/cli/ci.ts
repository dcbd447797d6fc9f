/** Whether nobody is there to look at what is written: a build server. */
export function runsInCi(env: Readonly<Record<string, string | undefined>>): boolean {
  const { CI: ci = "" } = env;
  if (ci !== "") return !["false", "0"].includes(ci.toLowerCase());
  return SERVERS.some((name) => (env[name] ?? "") !== "");
}

/** Those that do not set CI: Azure Pipelines, Jenkins, TeamCity, AWS CodeBuild. */
const SERVERS = ["TF_BUILD", "JENKINS_URL", "TEAMCITY_VERSION", "CODEBUILD_BUILD_ID"];
