# One image for any service: docker build --build-arg SERVICE=loans -t mutua/loans .
# No build step: node runs the TypeScript of the workspace as it is. Nothing secret is an argument or a layer.

FROM node:24.21.0-slim AS pruned
ARG SERVICE
ENV TURBO_TELEMETRY_DISABLED=1
WORKDIR /src
COPY . .
RUN test -n "$SERVICE" && npx --yes turbo@2.11.9 prune "@mutua/${SERVICE}-service" --docker

FROM node:24.21.0-slim AS installed
WORKDIR /app
COPY --from=pruned /src/out/json/ ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM node:24.21.0-slim
ARG SERVICE
ENV NODE_ENV=production
WORKDIR /app
COPY --from=installed /app/ ./
COPY --from=pruned /src/out/full/ ./
COPY infra/image/ ./infra/image/
# A link gives every service the same start command; node resolves it, so imports see the real place.
RUN ln -s "services/${SERVICE}" service
USER 1000:1000
CMD ["node", "service/src/main.ts"]
