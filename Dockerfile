# The pipeline in a container: no compiler, no root, no network at run time but for acquisition.
ARG PYTHON_IMAGE=docker.io/library/python:3.11-slim-bookworm

FROM ${PYTHON_IMAGE} AS environment
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python3 -m venv /opt/venv
COPY requirements.txt /opt/requirements.txt
RUN /opt/venv/bin/pip install --quiet --require-hashes --no-deps --only-binary :all: -r /opt/requirements.txt
# The report site's packages, so that it is built without a network.
COPY reports/package.json reports/package-lock.json reports/.npmrc /opt/reports/
WORKDIR /opt/reports
RUN PATH=/opt/venv/bin:$PATH npm ci --ignore-scripts --omit=dev && rm -rf ~/.npm \
    && sha256sum package-lock.json | cut -d ' ' -f 1 | tr -d '\n' > node_modules/.ready

FROM ${PYTHON_IMAGE}
RUN apt-get update -q && apt-get install -y -q --no-install-recommends make && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 mainpipe && mkdir -p /data/raw /data/build && chown -R mainpipe /data
COPY --from=environment /opt/venv /opt/venv
COPY . /opt/mainpipe
WORKDIR /opt/mainpipe
# What the hub gave is kept beside the raw text, so that a run without network finds the tokenizer there.
ENV PATH=/opt/venv/bin:$PATH VENV=/opt/venv ENGINE=local RAW=/data/raw BUILD=/data/build MAINPIPE_CONTAINER=yes HF_HOME=/data/raw/.hub HOME=/tmp
RUN python -m mainpipe.warm && chmod -R a+rX . && touch /opt/venv/.ready
COPY --from=environment /opt/reports/node_modules /opt/mainpipe/reports/node_modules
USER 10001
CMD ["make", "all"]
